using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>
/// Undoes encodings without spaces: Base32, Base85 and those of large numbers. They may be in stretches of at least <see cref="MinLength"/>
/// characters without white space. Lines of such a kind that follow each other are one stretch more, all together.
/// </summary>
internal sealed class LongRunDecoder : IDecoder
{
    internal const int MinLength = 12;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        int linesStart = -1;
        int lines = 0;
        int lastEnd = 0;
        BitRuns runs = new(sink.Survey.NonBlanks, MinLength);
        while (runs.Next())
        {
            int start = runs.Start;
            int end = Math.Min(runs.End, text.Length);
            Try(text[start..end], start, end, sink);
            bool follows = lines > 0 && IsLineBreak(text[lastEnd..start]);
            if (!follows && lines > 1)
            {
                TryLines(text, linesStart, lastEnd, sink);
            }

            (linesStart, lines) = follows ? (linesStart, lines + 1) : (start, 1);
            lastEnd = end;
        }

        // The last line of a block may be shorter than a run has to be.
        if (lines > 0 && lastEnd < text.Length)
        {
            int tail = text[lastEnd..].IndexOfAnyExcept(" \t\r\n");
            int tailEnd = tail < 0 ? -1 : text[(lastEnd + tail)..].IndexOfAny(" \t\r\n");
            if (tail > 0 && IsLineBreak(text.Slice(lastEnd, tail)))
            {
                lastEnd = tailEnd < 0 ? text.Length : lastEnd + tail + tailEnd;
                lines++;
            }
        }

        if (lines > 1)
        {
            TryLines(text, linesStart, lastEnd, sink);
        }
    }

    private static void Try(ReadOnlySpan<char> run, int start, int end, DecodeSink sink)
    {
        if (sink.IsNew(RunKind.WithoutSpaces, run, start, end))
        {
            sink.Digits.Read(run);
            Base32.Decode(run, start, end, sink);
            Base85.Decode(run, start, end, sink);
            BigBase.Decode(run, start, end, sink);
        }
    }

    private static void TryLines(ReadOnlySpan<char> text, int start, int end, DecodeSink sink)
    {
        char[] joined = ArrayPool<char>.Shared.Rent(end - start);
        int count = 0;
        foreach (char c in text[start..end])
        {
            joined[count] = c;
            count += c is ' ' or '\t' or '\r' or '\n' ? 0 : 1;
        }

        Try(joined.AsSpan(0, count), start, end, sink);
        ArrayPool<char>.Shared.Return(joined, clearArray: true);
    }

    private static bool IsLineBreak(ReadOnlySpan<char> gap) => gap.Contains('\n') && gap.IndexOfAnyExcept(" \t\r\n") < 0;
}
