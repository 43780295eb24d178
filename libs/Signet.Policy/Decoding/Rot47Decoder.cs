using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>
/// Rot47. What it makes of letters stands in two ranges of characters, so a text without ten such in a row, spaces aside, is left out.
/// </summary>
internal sealed class Rot47Decoder : IDecoder
{
    internal const int MinRun = 10;

    /// <summary>So many characters at least of what stands around such runs are read with them.</summary>
    private const int Margin = 256;

    private static readonly byte[] Steps = MakeSteps();

    private static readonly byte[] Map = MakeMap();

    private static readonly Func<char, bool> Letters = static c => c < 128 && Steps[c] == 1;

    /// <inheritdoc/>
    public bool IsCipher => true;

    /// <summary>True for what becomes a letter, and for white space.</summary>
    internal static bool IsPart(char c) => c < 128 && Steps[c] != 0;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        if (!sink.Prefilters)
        {
            Add(text, 0, text.Length, sink);
            return;
        }

        int start = -1;
        int end = 0;
        BitRuns runs = new(sink.Survey.Rot47Parts, MinRun);
        while (runs.Next())
        {
            if (!HasLetters(text[runs.Start..runs.End]))
            {
                continue;
            }

            if (start < 0)
            {
                start = runs.Start - Surroundings.Before(text[..runs.Start], Margin, sink.MaxLetters, Letters);
            }
            else if (Surroundings.Parts(text[end..runs.Start], Margin, sink.MaxLetters, Letters, out int behind, out int ahead))
            {
                Add(text, start, end + behind, sink);
                start = runs.Start - ahead;
            }

            end = runs.End;
        }

        if (start >= 0)
        {
            Add(text, start, end + Surroundings.After(text[end..], Margin, sink.MaxLetters, Letters), sink);
        }
    }

    private static bool HasLetters(ReadOnlySpan<char> run)
    {
        int letters = 0;
        foreach (char c in run)
        {
            letters += Steps[c] & 1;
        }

        return letters >= MinRun;
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, DecodeSink sink)
    {
        if (!sink.Charge(end - start))
        {
            return;
        }

        char[] result = ArrayPool<char>.Shared.Rent(end - start);
        for (int i = start; i < end; i++)
        {
            char c = text[i];
            result[i - start] = c < 128 ? (char)Map[c] : c;
        }

        sink.AddText("rot47", result.AsSpan(0, end - start), start, end);
        ArrayPool<char>.Shared.Return(result);
    }

    private static byte[] MakeMap() =>
        [.. Enumerable.Range(0, 128).Select(c => (byte)(c is >= '!' and <= '~' ? '!' + ((c - '!' + 47) % 94) : c))];

    // 1: a letter after rot47. 2: white space. 0: anything else.
    private static byte[] MakeSteps()
    {
        byte[] steps = new byte[128];
        for (int c = 0; c < 128; c++)
        {
            bool isLetter = c is >= '!' and <= '~' && char.IsAsciiLetter((char)('!' + ((c - '!' + 47) % 94)));
            steps[c] = isLetter ? (byte)1 : char.IsWhiteSpace((char)c) ? (byte)2 : (byte)0;
        }

        return steps;
    }
}
