using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>
/// Rot47. What it makes of letters stands in two ranges of characters, so a text without ten such in a row, spaces aside, is left out.
/// </summary>
internal sealed class Rot47Decoder : IDecoder
{
    internal const int MinRun = 10;

    /// <summary>So many characters at least before such a run, and eight times so many behind it, are read with it.</summary>
    private const int Margin = 512;

    private static readonly byte[] Steps = MakeSteps();

    private static readonly byte[] Map = MakeMap();

    /// <inheritdoc/>
    public bool IsCipher => true;

    /// <summary>True for what becomes a letter, and for white space.</summary>
    internal static bool IsPart(char c) => c < 128 && Steps[c] != 0;

    private static bool IsLetter(char c) => c < 128 && Steps[c] == 1;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        if (!sink.Prefilters)
        {
            Add(text, 0, text.Length, sink);
            return;
        }

        if (!new BitRuns(sink.Survey.Rot47Parts, MinRun).Next())
        {
            return;
        }

        int run = 0;
        int done = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            byte step = c < 128 ? Steps[c] : (byte)0;
            run = step == 2 ? run : (run + step) * step;
            if (run >= MinRun && i >= done)
            {
                int start = i - Surroundings.Before(text[..i], Margin, sink.MaxLetters, IsLetter);
                int end = i + Surroundings.After(text[i..], 8 * Margin, 2 * sink.MaxLetters, IsLetter);
                if (!sink.Charge(end - start))
                {
                    return;
                }

                Add(text[start..end], start, end, sink);
                done = end == text.Length ? end : end - Surroundings.Before(text[i..end], Margin, sink.MaxLetters, IsLetter);
                run = 0;
            }
        }
    }

    private static void Add(ReadOnlySpan<char> text, int start, int end, DecodeSink sink)
    {
        char[] result = ArrayPool<char>.Shared.Rent(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            result[i] = c < 128 ? (char)Map[c] : c;
        }

        sink.AddText("rot47", result.AsSpan(0, text.Length), start, end);
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
