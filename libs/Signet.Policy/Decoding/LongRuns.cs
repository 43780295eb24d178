using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>
/// The stretches of a text that may be encodings without spaces: at least <see cref="MinLength"/> characters without white space. Lines
/// of such a kind that follow each other are one stretch more, all together.
/// </summary>
internal static class LongRuns
{
    internal const int MinLength = 12;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\v\f");

    internal delegate void Visitor<in TState>(ReadOnlySpan<char> run, int start, int end, TState state)
        where TState : allows ref struct;

    internal static void Visit<TState>(ReadOnlySpan<char> text, TState state, Visitor<TState> visitor)
    {
        int linesStart = -1;
        int lines = 0;
        int lastEnd = 0;
        int i = 0;
        while (i < text.Length)
        {
            int length = text[i..].IndexOfAny(Blanks);
            int end = length < 0 ? text.Length : i + length;
            if (end - i >= MinLength)
            {
                visitor(text[i..end], i, end, state);
                bool follows = lines > 0 && IsLineBreak(text[lastEnd..i]);
                if (!follows && lines > 1)
                {
                    VisitLines(text, linesStart, lastEnd, state, visitor);
                }

                (linesStart, lines) = follows ? (linesStart, lines + 1) : (i, 1);
                lastEnd = end;
            }

            i = end + 1;
            while (i < text.Length && text[i] is ' ' or '\t' or '\r' or '\n' or '\v' or '\f')
            {
                i++;
            }
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
            VisitLines(text, linesStart, lastEnd, state, visitor);
        }
    }

    private static void VisitLines<TState>(ReadOnlySpan<char> text, int start, int end, TState state, Visitor<TState> visitor)
    {
        char[] joined = new char[end - start];
        int count = 0;
        foreach (char c in text[start..end])
        {
            joined[count] = c;
            count += c is ' ' or '\t' or '\r' or '\n' ? 0 : 1;
        }

        visitor(joined.AsSpan(0, count), start, end, state);
    }

    private static bool IsLineBreak(ReadOnlySpan<char> gap) => gap.Contains('\n') && gap.IndexOfAnyExcept(" \t\r\n") < 0;
}
