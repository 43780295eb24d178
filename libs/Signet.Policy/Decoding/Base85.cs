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

    internal static bool IsDigit(RunKind kind, char c) => Forms.Single(form => form.Kind == kind).IsDigit(c);

    /// <summary>Undoes it in a run without white space.</summary>
    internal static void Decode(ReadOnlySpan<char> run, int start, int end, DecodeSink sink)
    {
        if (sink.Prefilters && !Density.IsDense(run))
        {
            return;
        }

        // A frame is made of characters that are digits elsewhere.
        int from = run is ['<', '~', ..] ? 2 : 0;
        int to = from > 0 && run[from..] is [.., '~', '>'] ? run.Length - 2 : run.Length;
        byte[] octets = ArrayPool<byte>.Shared.Rent(Math.Max(run.Length, 8) + 8);
        byte[] digits = ArrayPool<byte>.Shared.Rent(run.Length);
        Encoding.Latin1.GetBytes(run, digits);
        foreach (Base85Form form in Forms)
        {
            Parts(form, run, from, to, digits, octets, start, end, sink);
        }

        ArrayPool<byte>.Shared.Return(digits);
        ArrayPool<byte>.Shared.Return(octets);
    }

    /// <summary>The parts of a run, between its frame, that are made of the alphabet.</summary>
    private static void Parts(
        Base85Form form, ReadOnlySpan<char> run, int from, int to, byte[] digits, byte[] octets, int start, int end, DecodeSink sink)
    {
        BitRuns parts = new(sink.Digits[form.Kind], LongRunDecoder.MinLength);
        while (parts.Next())
        {
            int first = Math.Max(parts.Start, from);
            int length = Math.Min(parts.End, to) - first;
            if (length >= LongRunDecoder.MinLength && IsNew(run, first, first + length, start, end, sink))
            {
                Span<byte> part = digits.AsSpan(first, length);
                foreach ((string name, uint[] values, bool reverse) in form.Ways)
                {
                    if (reverse)
                    {
                        part.Reverse();
                    }

                    if (sink.Charge(length))
                    {
                        Add(name, part, values, form.IsAdobe, octets, start, end, sink);
                    }

                    if (reverse)
                    {
                        part.Reverse();
                    }
                }
            }
        }
    }

    /// <summary>
    /// Where a part stood before, it was decoded there, provided that it made its run dense there as well, and that no frame cut it.
    /// </summary>
    private static bool IsNew(ReadOnlySpan<char> run, int from, int to, int start, int end, DecodeSink sink) =>
        sink.IsNewPart(run, from, to, start, end) || run.StartsWith("<~") || run.EndsWith("~>") || !Density.IsDense(run[from..to]);

    private static void Add(string name, ReadOnlySpan<byte> run, uint[] values, bool isAdobe, byte[] octets, int start, int end, DecodeSink sink)
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

    /// <summary>Five sums that don't wait for each other; what is too large for 32 bits is cut off.</summary>
    private static uint Value(ReadOnlySpan<byte> group, uint[] values) => unchecked(
        values[group[0]] + values[Base85Form.Columns + group[1]] + values[(2 * Base85Form.Columns) + group[2]]
        + values[(3 * Base85Form.Columns) + group[3]] + values[(4 * Base85Form.Columns) + group[4]]);
}
