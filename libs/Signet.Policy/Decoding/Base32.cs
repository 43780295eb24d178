using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>Base32 and Base32hex (RFC 4648) in either case, with or without padding, over lines.</summary>
internal static class Base32
{
    internal const int MinLength = 16;

    private const string StandardAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string HexAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

    private const int DigitBits = 5;

    /// <summary>They make five octets.</summary>
    private const int DigitsAtOnce = 8;

    private const byte None = 0xFF;

    private static readonly byte[] Standard = MakeValues(StandardAlphabet);
    private static readonly byte[] Hex = MakeValues(HexAlphabet);

    internal static bool IsDigit(RunKind kind, char c) => (kind == RunKind.Base32 ? Standard : Hex)[c] != None;

    /// <summary>Undoes it in a run without white space.</summary>
    internal static void Decode(ReadOnlySpan<char> run, int start, int end, DecodeSink sink)
    {
        Parts("base32", RunKind.Base32, run, Standard, start, end, sink);
        Parts("base32hex", RunKind.Base32Hex, run, Hex, start, end, sink);
    }

    private static void Parts(string name, RunKind kind, ReadOnlySpan<char> run, byte[] values, int start, int end, DecodeSink sink)
    {
        BitRuns parts = new(sink.Digits[kind], MinLength);
        while (parts.Next())
        {
            if (sink.IsNewPart(run, parts.Start, parts.End, start, end) && sink.Charge(parts.End - parts.Start))
            {
                Add(name, run[parts.Start..parts.End], values, start, end, sink);
            }
        }
    }

    private static void Add(string name, ReadOnlySpan<char> run, byte[] values, int start, int end, DecodeSink sink)
    {
        byte[] octets = ArrayPool<byte>.Shared.Rent(run.Length);
        int count = 0;
        ulong group = 0;
        for (int i = 0; i < run.Length; i++)
        {
            group = (group << DigitBits) | values[run[i]];
            if ((i + 1) % DigitsAtOnce == 0)
            {
                for (int shift = 32; shift >= 0; shift -= 8)
                {
                    octets[count++] = (byte)(group >> shift);
                }
            }
        }

        for (int bits = run.Length % DigitsAtOnce * DigitBits; bits >= 8; bits -= 8)
        {
            octets[count++] = (byte)(group >> (bits - 8));
        }

        sink.AddOctets(name, octets.AsSpan(0, count), start, end);
        ArrayPool<byte>.Shared.Return(octets);
    }

    private static byte[] MakeValues(string alphabet)
    {
        byte[] values = new byte[128];
        Array.Fill(values, None);
        for (int i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = values[char.ToLowerInvariant(alphabet[i])] = (byte)i;
        }

        return values;
    }
}
