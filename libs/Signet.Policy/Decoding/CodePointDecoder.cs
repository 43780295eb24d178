using System.Buffers;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>Code points in decimal digits, one after the other with spaces, commas, semicolons, brackets or line ends between.</summary>
internal sealed class CodePointDecoder : IDecoder
{
    internal const int MinNumbers = 6;

    private const int MaxDigits = 7;

    /// <summary>So many numbers with as little as can be between them.</summary>
    private const int MinLength = (2 * MinNumbers) - 1;

    /// <summary>True for digits and what may stand between numbers.</summary>
    internal static bool IsPart(char c) => char.IsAsciiDigit(c) || c is ' ' or ',' or ';' or '\r' or '\n' or '\t' or '[' or ']' or '(' or ')';

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        BitRuns runs = new(sink.Survey.CodePointParts, MinLength);
        while (runs.Next())
        {
            Decode(text, runs.Start, runs.End, sink);
        }
    }

    /// <summary>Decodes what numbers there are in a stretch of nothing else.</summary>
    private static void Decode(ReadOnlySpan<char> text, int from, int to, DecodeSink sink)
    {
        int numbers = 0;
        int start = 0;
        int i = from;
        while (true)
        {
            int found = text[i..to].IndexOfAnyInRange('0', '9');
            if (found < 0)
            {
                break;
            }

            int first = i + found;
            i = first;
            int value = 0;
            for (; i < to && char.IsAsciiDigit(text[i]) && i - first < MaxDigits; i++)
            {
                value = (value * 10) + (text[i] - '0');
            }

            if (value >= 9 && Rune.IsValid(value) && (i == text.Length || !char.IsAsciiLetterOrDigit(text[i])))
            {
                start = numbers == 0 ? first : start;
                numbers++;
            }
            else
            {
                Flush(text, ref numbers, start, first, sink);
            }
        }

        Flush(text, ref numbers, start, i, sink);
    }

    private static void Flush(ReadOnlySpan<char> text, ref int numbers, int start, int end, DecodeSink sink)
    {
        if (numbers >= MinNumbers && sink.Charge(end - start))
        {
            Add(text[start..end], numbers, start, end, sink);
        }

        numbers = 0;
    }

    private static void Add(ReadOnlySpan<char> numbers, int count, int start, int end, DecodeSink sink)
    {
        char[] result = ArrayPool<char>.Shared.Rent(2 * count);
        int length = 0;
        int i = 0;
        for (int number = 0; number < count; number++)
        {
            i += numbers[i..].IndexOfAnyInRange('0', '9');
            int value = 0;
            for (; i < numbers.Length && char.IsAsciiDigit(numbers[i]); i++)
            {
                value = (value * 10) + (numbers[i] - '0');
            }

            length += new Rune(value).EncodeToUtf16(result.AsSpan(length));
        }

        sink.AddText("codepoints", result.AsSpan(0, length), start, end);
        ArrayPool<char>.Shared.Return(result, clearArray: true);
    }
}
