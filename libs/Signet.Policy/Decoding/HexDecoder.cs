using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>Hexadecimal digits, with spaces, commas, colons, semicolons, hyphens, line ends, 0x or \x between.</summary>
internal sealed class HexDecoder : IDecoder
{
    internal const int MinDigits = 12;

    private const byte None = 0xFF;
    private const byte Between = 0xFE;

    private static readonly byte[] Values = MakeValues();

    /// <summary>True for digits and for what may stand between them.</summary>
    internal static bool IsPart(char c) => c < 128 && (Values[c] != None || c is 'x' or 'X');

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        BitRuns runs = new(sink.Survey.HexParts, MinDigits);
        while (runs.Next())
        {
            DecodeRun(text[runs.Start..runs.End], runs.Start, sink);
        }
    }

    private static void DecodeRun(ReadOnlySpan<char> run, int offset, DecodeSink sink)
    {
        byte[] digits = ArrayPool<byte>.Shared.Rent(run.Length);
        int count = 0;
        int start = 0;
        for (int i = 0; i < run.Length; i++)
        {
            byte value = Values[run[i]];
            if (value < 16)
            {
                start = count == 0 ? i : start;
                digits[count++] = value;
            }
            else if (value == None)
            {
                // An x: the 0 of 0x was no digit.
                count -= count > 0 && run[i - 1] == '0' ? 1 : 0;
            }
        }

        Try(digits.AsSpan(0, count), offset + start, offset + run.Length, sink);
        ArrayPool<byte>.Shared.Return(digits);
    }

    private static void Try(ReadOnlySpan<byte> digits, int start, int end, DecodeSink sink)
    {
        if (digits.Length < MinDigits)
        {
            return;
        }

        byte[] octets = ArrayPool<byte>.Shared.Rent(digits.Length / 2);
        for (int skip = 0; skip < 2 && sink.Charge(digits.Length); skip++)
        {
            int count = 0;
            for (int i = skip; i + 1 < digits.Length; i += 2)
            {
                octets[count++] = (byte)((digits[i] << 4) | digits[i + 1]);
            }

            sink.AddOctets("hex", octets.AsSpan(0, count), start, end);
        }

        ArrayPool<byte>.Shared.Return(octets);
    }

    private static byte[] MakeValues()
    {
        byte[] values = new byte[128];
        Array.Fill(values, None);
        for (int c = 0; c < 128; c++)
        {
            values[c] = char.IsAsciiHexDigit((char)c) ? Convert.ToByte(((char)c).ToString(), 16) : None;
        }

        foreach (char c in " \t\r\n,:;-\\")
        {
            values[c] = Between;
        }

        return values;
    }
}
