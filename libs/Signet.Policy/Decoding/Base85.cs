using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// Base85 with the alphabet of RFC 1924 and Ascii85 with that of Adobe, over lines; and both with letters substituted by rot13 or atbash
/// or the run reversed. Runs that aren't dense are left out.
/// </summary>
internal static class Base85
{
    private const string Rfc1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private const int GroupLength = 5;

    // A character of neither alphabet: read as the last digit.
    private const byte LastDigit = 0x7F;

    private static readonly string Adobe = string.Concat(Enumerable.Range('!', 85).Select(c => (char)c));

    // What is made of the same characters is looked for at once.
    private static readonly Base85Form[] Forms =
    [
        new(RunKind.Base85, "base85", Rfc1924, false, null, LetterSubstitution.Rot13, LetterSubstitution.Atbash),
        new(RunKind.Ascii85, "ascii85", Adobe, true, (LetterSubstitution?)null),
        new(RunKind.Ascii85UnderRot13, "ascii85", Adobe, true, LetterSubstitution.Rot13),
        new(RunKind.Ascii85UnderAtbash, "ascii85", Adobe, true, LetterSubstitution.Atbash),
    ];

    /// <summary>Undoes it in a run without white space.</summary>
    internal static void Decode(ReadOnlySpan<char> run, int start, int end, DecodeSink sink)
    {
        if (sink.Prefilters && !Density.IsDense(run))
        {
            return;
        }

        if (run is ['<', '~', .. var inner])
        {
            run = inner is [.. var framed, '~', '>'] ? framed : inner;
        }

        byte[] octets = ArrayPool<byte>.Shared.Rent(Math.Max(run.Length, 8) + 8);
        byte[] digits = ArrayPool<byte>.Shared.Rent(run.Length);
        foreach (Base85Form form in Forms)
        {
            Parts(form, run, digits, octets, start, end, sink);
        }

        ArrayPool<byte>.Shared.Return(digits);
        ArrayPool<byte>.Shared.Return(octets);
    }

    /// <summary>The parts of a run that are made of the alphabet.</summary>
    private static void Parts(Base85Form form, ReadOnlySpan<char> run, byte[] digits, byte[] octets, int start, int end, DecodeSink sink)
    {
        for (int from = 0; from + LongRunDecoder.MinLength <= run.Length;)
        {
            int length = run[from..].IndexOfAnyExcept(form.Characters);
            length = length < 0 ? run.Length - from : length;
            if (length >= LongRunDecoder.MinLength && sink.IsNewPart(form.Kind, run, from, length))
            {
                Span<byte> part = digits.AsSpan(0, length);
                Encoding.Latin1.GetBytes(run.Slice(from, length), part);
                foreach ((string name, byte[] values, bool reverse) in form.Ways)
                {
                    if (reverse)
                    {
                        part.Reverse();
                    }

                    if (sink.Charge(length))
                    {
                        Add(name, part, values, form.IsAdobe, octets, start, end, sink);
                    }
                }
            }

            from += length + 1;
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
}
