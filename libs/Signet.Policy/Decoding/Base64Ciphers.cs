using System.Buffers;
using System.Numerics;
using System.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// Tells of a run of Base64 under which of many ciphers it may decode to text or to something compressed, in one pass for all of them: for
/// each letter a table holds, as bits, under which ciphers its value fits. Immutable.
/// </summary>
internal sealed class Base64Ciphers
{
    /// <summary>What isn't valid UTF-8 this far isn't as a whole.</summary>
    private const int Prefix = 32;

    private readonly byte[][] _values;

    // What the first three letters of four have in common when they stand for three printable octets.
    private readonly uint[] _first;
    private readonly uint[] _second;
    private readonly uint[] _third;

    // The first octets of gzip, 1F 8B 08, from each of the three places in a group where they may begin.
    private readonly uint[][] _gzip0;
    private readonly uint[][] _gzip1;
    private readonly uint[][] _gzip2;

    /// <summary>Takes the values of letters under each cipher; at most 32.</summary>
    internal Base64Ciphers(byte[][] values)
    {
        _values = values;
        _first = Fitting(static value => value is 0 or 2 or 3 or (>= 8 and < 32));
        _second = Fitting(static value => (value & 8) == 0);
        _third = Fitting(static value => (value & 2) == 0);
        _gzip0 = [Fitting(static value => value == 7), Fitting(static value => value == 56), Fitting(static value => value == 44), Fitting(static value => value == 8)];
        _gzip1 =
        [
            Fitting(static value => (value & 15) == 1), Fitting(static value => value == 62), Fitting(static value => value == 11),
            Fitting(static value => value == 2), Fitting(static value => value < 16),
        ];
        _gzip2 =
        [
            Fitting(static value => (value & 3) == 0), Fitting(static value => value == 31), Fitting(static value => value == 34),
            Fitting(static value => value == 48), Fitting(static value => value >> 2 == 8),
        ];
    }

    /// <summary>The ciphers, of the first <paramref name="count"/>, under which the run may be something.</summary>
    internal uint Likely(ReadOnlySpan<byte> run, int count)
    {
        uint all = (uint)((1UL << count) - 1);
        uint likely = Pieces(run) & all;
        for (int i = 0; i < count; i++)
        {
            likely |= (likely & (1u << i)) == 0 && StartsWell(run, _values[i]) ? 1u << i : 0;
        }

        return likely;
    }

    /// <summary>
    /// Under which there is a printable piece that is long enough, or what gzip begins with. Any such piece has three groups of printable octets
    /// in a row, and no more than one on each side.
    /// </summary>
    private uint Pieces(ReadOnlySpan<byte> run)
    {
        uint likely = 0;
        uint last = 0;
        uint lastButOne = 0;
        for (int i = 0; i + 4 <= run.Length; i += 4)
        {
            uint printable = _first[run[i]] & _second[run[i + 1]] & _third[run[i + 2]];
            uint row = printable & last & lastButOne & ~likely;
            if (row != 0)
            {
                likely |= HoldingPiece(run[Math.Max(0, i - 12)..Math.Min(run.Length, i + 8)], row);
            }

            (last, lastButOne) = (printable, last);
            if (i + 5 <= run.Length && MayBeGzip(run.Slice(i + 1, 4)))
            {
                likely |= Fit(run[i..], _gzip0) | Fit(run[(i + 1)..], _gzip1) | Fit(run[(i + 2)..], _gzip2);
            }
        }

        return likely;
    }

    /// <summary>Those of some ciphers under which there is a printable piece that is long enough.</summary>
    private uint HoldingPiece(ReadOnlySpan<byte> letters, uint ciphers)
    {
        Span<byte> octets = stackalloc byte[16];
        uint holding = 0;
        for (; ciphers != 0; ciphers &= ciphers - 1)
        {
            int cipher = BitOperations.TrailingZeroCount(ciphers);
            int count = Base64Decoder.Decode(letters, _values[cipher], octets);
            holding |= OctetText.HoldsPiece(octets[..count]) ? 1u << cipher : 0;
        }

        return holding;
    }

    /// <summary>True when two letters in the middle of the head of gzip fit, at any of its places, under any cipher.</summary>
    private bool MayBeGzip(ReadOnlySpan<byte> letters) =>
        ((_gzip0[1][letters[0]] & _gzip0[2][letters[1]]) | (_gzip1[1][letters[1]] & _gzip1[2][letters[2]])
        | (_gzip2[1][letters[2]] & _gzip2[2][letters[3]])) != 0;

    private static uint Fit(ReadOnlySpan<byte> letters, uint[][] tables)
    {
        uint fits = letters.Length < tables.Length ? 0 : tables[1][letters[1]];
        for (int i = 0; fits != 0 && i < tables.Length; i++)
        {
            fits &= tables[i][letters[i]];
        }

        return fits;
    }

    /// <summary>True when the first octets may begin UTF-8 or are a head of zlib.</summary>
    private static bool StartsWell(ReadOnlySpan<byte> run, byte[] values)
    {
        Span<byte> octets = stackalloc byte[Prefix];
        ReadOnlySpan<byte> rest = octets[..Base64Decoder.Decode(run[..Math.Min(run.Length, Prefix)], values, octets)];
        if (OctetText.MayBeZlib(rest))
        {
            return true;
        }

        while (!rest.IsEmpty)
        {
            OperationStatus status = Rune.DecodeFromUtf8(rest, out _, out int used);
            if (status != OperationStatus.Done)
            {
                return status == OperationStatus.NeedMoreData && run.Length > Prefix;
            }

            rest = rest[used..];
        }

        return true;
    }

    private uint[] Fitting(Func<byte, bool> fits)
    {
        uint[] table = new uint[128];
        for (int i = 0; i < _values.Length; i++)
        {
            for (int c = 0; c < table.Length; c++)
            {
                table[c] |= _values[i][c] < 64 && fits(_values[i][c]) ? 1u << i : 0;
            }
        }

        return table;
    }
}
