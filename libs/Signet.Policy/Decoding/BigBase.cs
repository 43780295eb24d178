using System.Buffers.Binary;

namespace Signet.Policy.Decoding;

/// <summary>Base36, Base58 and Base62: a run is one large number. Its cost grows with the square of its length, so longer runs are left out.</summary>
internal static class BigBase
{
    internal const int MinLength = 12;
    internal const int MaxLength = 1024;

    /// <summary>62 to the power of ten is less than 2^64.</summary>
    private const int DigitsAtOnce = 10;

    private const string Digits = "0123456789";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static readonly (string Name, uint Base, byte[] Values, ulong[] Powers)[] Bases =
    [
        ("base36", 36, MakeValues(Digits + Lower, true), MakePowers(36)),
        ("base58", 58, MakeValues("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz", false), MakePowers(58)),
        ("base62", 62, MakeValues(Digits + Upper + Lower, false), MakePowers(62)),
        ("base62", 62, MakeValues(Digits + Lower + Upper, false), MakePowers(62)),
    ];

    /// <summary>Undoes it in a run without white space.</summary>
    internal static void Decode(ReadOnlySpan<char> run, int start, int end, DecodeSink sink)
    {
        BitRuns parts = new(sink.Digits[RunKind.BigBase], MinLength);
        while (parts.Next())
        {
            if (parts.End - parts.Start <= MaxLength && sink.IsNewPart(run, parts.Start, parts.End, start, end))
            {
                foreach ((string name, uint @base, byte[] values, ulong[] powers) in Bases)
                {
                    Add(name, run[parts.Start..parts.End], @base, values, powers, start, end, sink);
                }
            }
        }
    }

    private static void Add(
        string name, ReadOnlySpan<char> run, uint @base, byte[] values, ulong[] powers, int start, int end, DecodeSink sink)
    {
        // One limb more every five digits and a bit; a step for each.
        if (!sink.Charge(run.Length + (run.Length * run.Length / 32)))
        {
            return;
        }

        Span<ulong> limbs = stackalloc ulong[(run.Length * 6 / 64) + 2];
        int used = 0;
        for (int at = 0; at < run.Length; at += DigitsAtOnce)
        {
            ReadOnlySpan<char> digits = run.Slice(at, Math.Min(DigitsAtOnce, run.Length - at));
            if (!TryRead(digits, @base, values, out ulong carry))
            {
                return;
            }

            ulong factor = powers[digits.Length];
            for (int i = 0; i < used; i++)
            {
                ulong high = Math.BigMul(limbs[i], factor, out ulong low);
                limbs[i] = low + carry;
                carry = high + (limbs[i] < low ? 1UL : 0);
            }

            if (carry > 0)
            {
                limbs[used++] = carry;
            }
        }

        Span<byte> octets = stackalloc byte[used * sizeof(ulong)];
        for (int i = 0; i < used; i++)
        {
            BinaryPrimitives.WriteUInt64BigEndian(octets[((used - 1 - i) * sizeof(ulong))..], limbs[i]);
        }

        sink.AddOctets(name, octets.TrimStart((byte)0), start, end);
    }

    /// <summary>Reads a few digits, two at a time; false when there is another character among them.</summary>
    private static bool TryRead(ReadOnlySpan<char> digits, uint @base, byte[] values, out ulong value)
    {
        value = 0;
        for (; digits.Length > 1; digits = digits[2..])
        {
            uint first = values[digits[0]];
            uint second = values[digits[1]];
            if (first >= @base || second >= @base)
            {
                return false;
            }

            value = (value * (@base * @base)) + (first * @base) + second;
        }

        if (digits.IsEmpty)
        {
            return true;
        }

        uint last = values[digits[0]];
        value = (value * @base) + last;
        return last < @base;
    }

    private static ulong[] MakePowers(uint @base)
    {
        ulong[] powers = new ulong[DigitsAtOnce + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * @base;
        }

        return powers;
    }

    private static byte[] MakeValues(string alphabet, bool anyCase)
    {
        byte[] values = new byte[128];
        Array.Fill(values, (byte)0xFF);
        for (int i = 0; i < alphabet.Length; i++)
        {
            values[alphabet[i]] = (byte)i;
            if (anyCase)
            {
                values[char.ToUpperInvariant(alphabet[i])] = (byte)i;
            }
        }

        return values;
    }
}
