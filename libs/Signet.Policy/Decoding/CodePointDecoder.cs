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
        StringBuilder? result = null;
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
                Flush(result, ref numbers, start, i, sink);
            }

            i = from;
            int value = 0;
            for (; i < text.Length && char.IsAsciiDigit(text[i]) && i - from < 7; i++)
            {
                value = (value * 10) + (text[i] - '0');
            }

            if (value >= 9 && Rune.TryCreate(value, out Rune rune) && (i == text.Length || !char.IsAsciiLetterOrDigit(text[i])))
            {
                start = numbers == 0 ? from : start;
                numbers++;
                result ??= new StringBuilder();
                Append(result, rune);
            }
            else
            {
                Flush(result, ref numbers, start, from, sink);
            }
        }

        Flush(result, ref numbers, start, i, sink);
    }

    private static void Append(StringBuilder result, Rune rune)
    {
        Span<char> characters = stackalloc char[2];
        result.Append(characters[..rune.EncodeToUtf16(characters)]);
    }

    private static void Flush(StringBuilder? result, ref int numbers, int start, int end, DecodeSink sink)
    {
        if (numbers >= MinNumbers && sink.Charge(end - start))
        {
            sink.AddText("codepoints", result!.ToString(), start, end);
        }

        result?.Clear();
        numbers = 0;
    }
}
