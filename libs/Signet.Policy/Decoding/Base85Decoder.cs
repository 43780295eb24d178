using System.Buffers;

namespace Signet.Policy.Decoding;

/// <summary>
/// Base85 with the alphabet of RFC 1924 and Ascii85 with that of Adobe, over lines; and both with letters substituted by rot13 or atbash
/// or the run reversed. Runs that aren't dense are left out.
/// </summary>
internal sealed class Base85Decoder : IDecoder
{
    private const string Rfc1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private const byte None = 0xFF;

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
        int digits = 0;
        uint group = 0;
        foreach (byte c in run)
        {
            if (count + 8 > octets.Length)
            {
                break;
            }

            if (isAdobe && c == 'z' && digits == 0)
            {
                octets.AsSpan(count, 4).Clear();
                count += 4;
                continue;
            }

            group = unchecked((group * 85) + (values[c] < 85 ? values[c] : 84u));
            if (++digits == 5)
            {
                count += Write(group, 4, octets.AsSpan(count));
                (digits, group) = (0, 0);
            }
        }

        if (digits > 1)
        {
            int whole = digits;
            for (; digits < 5; digits++)
            {
                group = unchecked((group * 85) + 84);
            }

            count += Write(group, whole - 1, octets.AsSpan(count));
        }

        sink.AddOctets(name, octets.AsSpan(0, count), start, end);
    }

    private static int Write(uint group, int count, Span<byte> octets)
    {
        for (int i = 0; i < count; i++)
        {
            octets[i] = (byte)(group >> (24 - (8 * i)));
        }

        return count;
    }

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
