using System.Buffers;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>Code points in decimal digits, one after the other with spaces, commas, semicolons, brackets or line ends between.</summary>
internal sealed class CodePointDecoder : IDecoder
{
    internal const int MinNumbers = 6;

    private static readonly SearchValues<char> Between = SearchValues.Create(" ,;\r\n\t[]()");

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        int numbers = 0;
        int start = 0;
        int i = 0;
        while (i < text.Length)
        {
            int found = text[i..].IndexOfAnyInRange('0', '9');
            if (found < 0)
            {
                break;
            }

            int from = i + found;
            if (numbers > 0 && text[i..from].IndexOfAnyExcept(Between) >= 0)
            {
                Flush(text, ref numbers, start, i, sink);
            }

            i = from;
            int value = 0;
            for (; i < text.Length && char.IsAsciiDigit(text[i]) && i - from < 7; i++)
            {
                value = (value * 10) + (text[i] - '0');
            }

            if (value >= 9 && Rune.IsValid(value) && (i == text.Length || !char.IsAsciiLetterOrDigit(text[i])))
            {
                start = numbers == 0 ? from : start;
                numbers++;
            }
            else
            {
                Flush(text, ref numbers, start, from, sink);
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
