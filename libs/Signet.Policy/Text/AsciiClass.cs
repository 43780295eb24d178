using System.Runtime.Intrinsics;

namespace Signet.Policy.Text;

/// <summary>
/// A set of ASCII characters that is asked of sixteen at a time: a table by the low half of a character says in which rows of the ASCII chart
/// the set has it, and the high half names the row. Immutable.
/// </summary>
internal readonly struct AsciiClass
{
    private readonly Vector128<byte> _rows;

    internal AsciiClass(Func<char, bool> contains)
    {
        Span<byte> rows = stackalloc byte[16];
        rows.Clear();
        for (int c = 0; c < 128; c++)
        {
            rows[c & 15] |= contains((char)c) ? (byte)(1 << (c >> 4)) : (byte)0;
        }

        _rows = Vector128.Create<byte>(rows);
    }

    /// <summary>One bit for each of sixty-four characters.</summary>
    internal ulong Members(AsciiBlock first, AsciiBlock second, AsciiBlock third, AsciiBlock fourth) =>
        Members(first) | ((ulong)Members(second) << 16) | ((ulong)Members(third) << 32) | ((ulong)Members(fourth) << 48);

    /// <summary>One bit for each of sixteen characters, the first one lowest.</summary>
    internal uint Members(AsciiBlock block) =>
        (~Vector128.Equals(Vector128.ShuffleNative(_rows, block.Columns) & block.Rows, Vector128<byte>.Zero)).ExtractMostSignificantBits();
}
