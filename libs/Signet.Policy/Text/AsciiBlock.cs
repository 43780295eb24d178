using System.Runtime.Intrinsics;

namespace Signet.Policy.Text;

/// <summary>Sixteen characters, or octets, as <see cref="AsciiClass"/> looks at them; those beyond ASCII stand in no row.</summary>
internal readonly ref struct AsciiBlock
{
    private static readonly Vector128<byte> RowBits = Vector128.Create((byte)1, 2, 4, 8, 16, 32, 64, 128, 0, 0, 0, 0, 0, 0, 0, 0);

    internal AsciiBlock(ReadOnlySpan<ushort> sixteen)
    {
        Vector128<ushort> most = Vector128.Create((ushort)0xFF);
        Vector128<byte> octets = Vector128.Narrow(
            Vector128.Min(Vector128.Create(sixteen), most), Vector128.Min(Vector128.Create(sixteen[8..]), most));
        (Columns, Rows) = Split(octets);
    }

    internal AsciiBlock(ReadOnlySpan<byte> sixteen) => (Columns, Rows) = Split(Vector128.Create(sixteen));

    internal Vector128<byte> Columns { get; }

    internal Vector128<byte> Rows { get; }

    private static (Vector128<byte> Columns, Vector128<byte> Rows) Split(Vector128<byte> octets) =>
        (octets & Vector128.Create((byte)15), Vector128.ShuffleNative(RowBits, octets >>> 4));
}
