using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// Base64 and Base64url (RFC 4648), mixed, with or without padding, broken by white space, from any of the four positions in which a
/// run may begin; and the same with letters substituted or the run reversed. Runs that aren't dense are left out.
/// </summary>
internal sealed class Base64Decoder : IDecoder
{
    internal const int MinLength = 12;

    /// <summary>Runs up to this length are tried under every shift, longer ones under the common ciphers.</summary>
    internal const int MaxShifted = 16 * 1024;

    private const int CommonCiphers = 2;
    private const byte None = 0xFF;

    private static readonly byte[] Values = MakeValues(null);

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\v\f");

    private static readonly SearchValues<char> LettersAndBlanks =
        SearchValues.Create([.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => IsLetter(c) || Blanks.Contains(c))]);

    // The common ciphers first.
    private static readonly (string Name, byte[] Values)[] Ciphers =
    [
        .. new[] { LetterSubstitution.Rot13, LetterSubstitution.Atbash }
            .Concat(LetterSubstitution.Shifts.Where(cipher => cipher != LetterSubstitution.Rot13))
            .Select(cipher => (cipher.Name + "+base64", MakeValues(cipher))),
    ];

    private static readonly Base64Ciphers Filter = new([.. Ciphers.Select(cipher => cipher.Values)]);

    /// <summary>True for letters of either alphabet.</summary>
    internal static bool IsLetter(char c) => c < 128 && Values[c] < 64;

    /// <inheritdoc/>
    public void Decode(ReadOnlySpan<char> text, DecodeSink sink)
    {
        if (sink.Prefilters && !Base64Survey.MayHold(text, sink.Survey))
        {
            return;
        }

        byte[] joined = ArrayPool<byte>.Shared.Rent(text.Length);
        try
        {
            for (int start = 0; start < text.Length;)
            {
                int length = text[start..].IndexOfAnyExcept(LettersAndBlanks);
                int end = length < 0 ? text.Length : start + length;
                if (end - start >= MinLength && sink.IsNew(RunKind.Base64, text[start..end], start, end))
                {
                    ReadSegment(text[start..end], start, joined, sink);
                }

                start = end + 1;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(joined);
        }
    }

    /// <summary>Reads runs that nothing but white space parts, tries each and all of them as one.</summary>
    private static void ReadSegment(ReadOnlySpan<char> segment, int start, byte[] joined, DecodeSink sink)
    {
        int count = 0;
        int runs = 0;
        for (int i = 0; i < segment.Length;)
        {
            int blanks = segment[i..].IndexOfAnyExcept(Blanks);
            if (blanks < 0)
            {
                break;
            }

            i += blanks;
            int length = segment[i..].IndexOfAny(Blanks);
            length = length < 0 ? segment.Length - i : length;
            Span<byte> run = joined.AsSpan(count, length);
            Copy(segment.Slice(i, length), run);
            if (length >= MinLength)
            {
                Try(run, start + i, start + i + length, sink);
            }

            i += length;
            count += length;
            runs++;
        }

        // Words are written with spaces between as well; of them only the letters that could stand for a text are tried, and no ciphers.
        if (runs > 1 && count >= MinLength)
        {
            if (segment.Contains(' '))
            {
                TrySpaced(joined.AsSpan(0, count), start, start + segment.Length, sink);
            }
            else
            {
                Try(joined.AsSpan(0, count), start, start + segment.Length, sink);
            }
        }
    }

    /// <summary>Copies letters of Base64, and those of Base64url as those.</summary>
    private static void Copy(ReadOnlySpan<char> run, Span<byte> letters)
    {
        Encoding.Latin1.GetBytes(run, letters);
        letters.Replace((byte)'-', (byte)'+');
        letters.Replace((byte)'_', (byte)'/');
    }

    private static void TrySpaced(ReadOnlySpan<byte> letters, int start, int end, DecodeSink sink)
    {
        if (!sink.Prefilters || Density.IsDenseWithSpaces(letters))
        {
            byte[] octets = ArrayPool<byte>.Shared.Rent(letters.Length);
            for (int skip = 0; skip < 4; skip++)
            {
                AddPlain("base64", letters[skip..], octets, start, end, sink);
            }

            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    private static void Try(Span<byte> run, int start, int end, DecodeSink sink)
    {
        if (sink.Prefilters && !Density.IsDense(run))
        {
            return;
        }

        byte[] octets = ArrayPool<byte>.Shared.Rent(run.Length);
        try
        {
            for (int skip = 0; skip < 4; skip++)
            {
                AddPlain("base64", run[skip..], octets, start, end, sink);
            }

            AddDeciphered(run, octets, start, end, sink);
            run.Reverse();
            AddPlain("reversed+base64", run, octets, start, end, sink);
            run.Reverse();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(octets);
        }
    }

    private static void AddDeciphered(ReadOnlySpan<byte> run, byte[] octets, int start, int end, DecodeSink sink)
    {
        int count = run.Length <= MaxShifted ? Ciphers.Length : CommonCiphers;
        uint likely = !sink.Prefilters ? uint.MaxValue : sink.Charge(run.Length) ? Filter.Likely(run, count) : 0;
        for (int i = 0; i < count; i++)
        {
            if ((likely & (1u << i)) != 0)
            {
                Add(Ciphers[i].Name, run, Ciphers[i].Values, octets, start, end, sink);
            }
        }
    }

    private static void AddPlain(string name, ReadOnlySpan<byte> run, byte[] octets, int start, int end, DecodeSink sink)
    {
        if (!sink.Charge(run.Length))
        {
            return;
        }

        int whole = run.Length & ~3;
        Base64.DecodeFromUtf8(run[..whole], octets, out _, out int count);
        count += DecodeRest(run[whole..], Values, octets.AsSpan(count));
        sink.AddOctets(name, octets.AsSpan(0, count), start, end);
    }

    private static void Add(string name, ReadOnlySpan<byte> run, byte[] values, byte[] octets, int start, int end, DecodeSink sink)
    {
        if (!sink.Charge(run.Length))
        {
            return;
        }

        sink.AddOctets(name, octets.AsSpan(0, Decode(run, values, octets)), start, end);
    }

    /// <summary>Decodes by a table; gives how many octets that makes.</summary>
    internal static int Decode(ReadOnlySpan<byte> run, byte[] values, Span<byte> octets)
    {
        int count = 0;
        int i = 0;
        for (; i + 4 <= run.Length; i += 4)
        {
            int group = (values[run[i]] << 18) | (values[run[i + 1]] << 12) | (values[run[i + 2]] << 6) | values[run[i + 3]];
            octets[count] = (byte)(group >> 16);
            octets[count + 1] = (byte)(group >> 8);
            octets[count + 2] = (byte)group;
            count += 3;
        }

        return count + DecodeRest(run[i..], values, octets[count..]);
    }

    private static int DecodeRest(ReadOnlySpan<byte> rest, byte[] values, Span<byte> octets)
    {
        if (rest.Length < 2)
        {
            return 0;
        }

        octets[0] = (byte)((values[rest[0]] << 2) | (values[rest[1]] >> 4));
        if (rest.Length == 2)
        {
            return 1;
        }

        octets[1] = (byte)((values[rest[1]] << 4) | (values[rest[2]] >> 2));
        return 2;
    }

    private static byte[] MakeValues(LetterSubstitution? cipher)
    {
        const string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        byte[] values = new byte[128];
        Array.Fill(values, None);
        for (int c = 0; c < 128; c++)
        {
            char plain = (char)(cipher is null ? c : cipher[(char)c]);
            int value = alphabet.IndexOf(plain switch { '-' => '+', '_' => '/', _ => plain }, StringComparison.Ordinal);
            values[c] = value >= 0 ? (byte)value : values[c];
        }

        return values;
    }
}
