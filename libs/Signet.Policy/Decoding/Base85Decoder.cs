using System.Buffers;
using System.Buffers.Binary;

namespace Signet.Policy.Decoding;

/// <summary>
/// Base85 with the alphabet of RFC 1924 and Ascii85 with that of Adobe, over lines; and both with letters substituted by rot13 or atbash
/// or the run reversed. Runs that aren't dense are left out.
/// </summary>
internal sealed class Base85Decoder : IDecoder
{
    private const string Rfc1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private const int GroupLength = 5;
    private const byte None = 0xFF;

    // A character of neither alphabet: read as the last digit.
    private const byte LastDigit = 0x7F;

    private static readonly string Adobe = string.Concat(Enumerable.Range('!', 85).Select(c => (char)c));

    private static readonly (string Name, byte[] Values, bool IsAdobe, bool Reverse)[] Ways =
    [
        .. new[] { (Name: "base85", Alphabet: Rfc1924, IsAdobe: false), (Name: "ascii85", Alphabet: Adobe, IsAdobe: true) }
            .SelectMany(form => new[]
            {
                (form.Name, MakeValues(form.Alphabet, null), form.IsAdobe, false),
                ("reversed+" + form.Name, MakeValues(form.Alphabet, null), form.IsAdobe, true),
                ("rot13+" + form.Name, MakeValues(form.Alphabet, LetterSubstitution.Rot13), form.IsAdobe, false),
                ("atbash+" + form.Name, MakeValues(form.Alphabet, LetterSubstitution.Atbash), form.IsAdobe, false),
            }),
    ];

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink) => LongRuns.Visit(text, sink, static (run, start, end, sink) => Try(run, start, end, sink));

    private static void Try(ReadOnlySpan<char> run, int start, int end, DecodeSink sink)
    {
        byte[] octets = ArrayPool<byte>.Shared.Rent(Math.Max(run.Length, 8) + 8);
        byte[] input = ArrayPool<byte>.Shared.Rent(run.Length);
        for (int i = 0; i < run.Length; i++)
        {
            input[i] = run[i] < 128 ? (byte)run[i] : (byte)0x7F;
        }

        Span<byte> read = input.AsSpan(0, run.Length);
        if (!sink.Prefilters || Density.IsDense(read))
        {
            if (read is [(byte)'<', (byte)'~', .. var inner])
            {
                read = inner[^2..] is [(byte)'~', (byte)'>'] ? inner[..^2] : inner;
            }

            foreach ((string name, byte[] values, bool isAdobe, bool reverse) in Ways)
            {
                if (reverse)
                {
                    read.Reverse();
                }

                Parts(name, read, values, isAdobe, octets, start, end, sink);
                if (reverse)
                {
                    read.Reverse();
                }
            }
        }

        ArrayPool<byte>.Shared.Return(input);
        ArrayPool<byte>.Shared.Return(octets);
    }

    /// <summary>The parts of a run that are made of the alphabet.</summary>
    private static void Parts(string name, ReadOnlySpan<byte> run, byte[] values, bool isAdobe, byte[] octets, int start, int end, DecodeSink sink)
    {
        int i = 0;
        while (i < run.Length)
        {
            int from = i;
            while (i < run.Length && (values[run[i]] < 85 || (isAdobe && run[i] == 'z')))
            {
                i++;
            }

            if (i - from >= LongRuns.MinLength && sink.Charge(i - from))
            {
                Add(name, run[from..i], values, isAdobe, octets, start, end, sink);
            }

            i++;
        }
    }

    private static void Add(string name, ReadOnlySpan<byte> run, byte[] values, bool isAdobe, byte[] octets, int start, int end, DecodeSink sink)
    {
        int count = 0;
        Span<byte> rest = stackalloc byte[GroupLength];
        for (int i = 0; i < run.Length && count + 8 <= octets.Length;)
        {
            if (isAdobe && run[i] == 'z')
            {
                octets.AsSpan(count, 4).Clear();
                count += 4;
                i++;
                continue;
            }

            int digits = Math.Min(GroupLength, run.Length - i);
            if (digits < GroupLength)
            {
                // The digits that are missing count as the last one; of two digits comes one octet.
                rest.Fill(LastDigit);
                run[i..].CopyTo(rest);
            }

            uint value = Value(digits < GroupLength ? rest : run.Slice(i, digits), values);
            BinaryPrimitives.WriteUInt32BigEndian(octets.AsSpan(count), value);
            count += digits - 1;
            i += digits;
        }

        sink.AddOctets(name, octets.AsSpan(0, count), start, end);
    }

    /// <summary>Five products that don't wait for each other; what is too large for 32 bits is cut off.</summary>
    private static uint Value(ReadOnlySpan<byte> group, byte[] values) => unchecked(
        (Digit(group[0], values) * 85 * 85 * 85 * 85) + (Digit(group[1], values) * 85 * 85 * 85) + (Digit(group[2], values) * 85 * 85)
        + (Digit(group[3], values) * 85) + Digit(group[4], values));

    private static uint Digit(byte c, byte[] values) => Math.Min(values[c], 84u);

    private static byte[] MakeValues(string alphabet, LetterSubstitution? cipher)
    {
        byte[] values = new byte[128];
        for (int c = 0; c < 128; c++)
        {
            int value = alphabet.IndexOf((char)(cipher is null ? c : cipher[(char)c]), StringComparison.Ordinal);
            values[c] = value < 0 ? None : (byte)value;
        }

        return values;
    }
}
