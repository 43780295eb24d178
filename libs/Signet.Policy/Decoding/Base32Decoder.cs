using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>Base32 and Base32hex (RFC 4648) in either case, with or without padding, over lines.</summary>
internal sealed class Base32Decoder : IDecoder
{
    internal const int MinLength = 16;

    private static readonly byte[] Standard = MakeValues("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    private static readonly byte[] Hex = MakeValues("0123456789ABCDEFGHIJKLMNOPQRSTUV");

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink) => LongRuns.Visit(
        text,
        sink,
        static (run, start, end, sink) =>
        {
            Try("base32", run, Standard, start, end, sink);
            Try("base32hex", run, Hex, start, end, sink);
        });

    private static void Try(string name, ReadOnlySpan<char> run, byte[] values, int start, int end, DecodeSink sink)
    {
        int i = 0;
        while (i < run.Length)
        {
            int from = i;
            while (i < run.Length && run[i] < 128 && values[run[i]] < 32)
            {
                i++;
            }

            if (i - from >= MinLength && sink.Charge(i - from))
            {
                Add(name, run[from..i], values, start, end, sink);
            }

            i++;
        }
    }

    private static void Add(string name, ReadOnlySpan<char> run, byte[] values, int start, int end, DecodeSink sink)
    {
        byte[] octets = ArrayPool<byte>.Shared.Rent(run.Length);
        int count = 0;
        int bits = 0;
        int buffer = 0;
        foreach (char c in run)
        {
            buffer = ((buffer << 5) | values[c]) & 0xFFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                octets[count++] = (byte)(buffer >> bits);
            }
        }

        sink.AddOctets(name, octets.AsSpan(0, count), start, end);
        ArrayPool<byte>.Shared.Return(octets);
    }

    private static byte[] MakeValues(string alphabet)
    {
        byte[] values = new byte[128];
        Array.Fill(values, (byte)0xFF);
        for (int i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = values[char.ToLowerInvariant(alphabet[i])] = (byte)i;
        }

        return values;
    }
}
