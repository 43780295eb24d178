using System.Runtime.Intrinsics;

namespace Signet.Policy.Text;

/// <summary>Sixteen characters as <see cref="AsciiClass"/> looks at them; those beyond ASCII stand in no row.</summary>
internal readonly ref struct AsciiBlock
{
    private static readonly Vector128<byte> RowBits = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    internal AsciiBlock(ReadOnlySpan<ushort> sixteen)
        : this(Vector128.Narrow(Least(sixteen), Least(sixteen[8..])))
    {
    }

    private AsciiBlock(Vector128<byte> octets)
    {
        Columns = octets & Vector128.Create((byte)15);
        Rows = Vector128.ShuffleNative(RowBits, octets >>> 4);
    }

    internal Vector128<byte> Columns { get; }

    internal Vector128<byte> Rows { get; }

    private static Vector128<ushort> Least(ReadOnlySpan<ushort> eight) => Vector128.Min(Vector128.Create(eight), Vector128.Create((ushort)0xFF));
}
