using System.Buffers.Binary;
using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>The first sector of a segment. It says what of the segment before it holds: whatever stands behind that was never acknowledged.</summary>
/// <param name="Number">The segment's own number.</param>
/// <param name="Previous">The segment before it; -1 for none.</param>
/// <param name="PreviousLength">How many octets of that hold.</param>
/// <param name="FirstRecord">The number of its first record.</param>
/// <param name="Chain">The digest of the frame before its first.</param>
internal readonly record struct SpoolSegmentHeader(long Number, long Previous, long PreviousLength, long FirstRecord, Digest Chain)
{
    private const int Sealed = 80;

    private static ReadOnlySpan<byte> Magic => [0xFF, (byte)'s', (byte)'p', (byte)'o', (byte)'o', (byte)'l', (byte)'S', (byte)'1'];

    public void Write(Span<byte> sector)
    {
        sector.Fill(SpoolSector.Padding);
        Magic.CopyTo(sector);
        BinaryPrimitives.WriteInt64BigEndian(sector[8..], Number);
        BinaryPrimitives.WriteInt64BigEndian(sector[16..], Previous);
        BinaryPrimitives.WriteInt64BigEndian(sector[24..], PreviousLength);
        BinaryPrimitives.WriteInt64BigEndian(sector[32..], FirstRecord);
        Chain.CopyTo(sector[40..]);
        SpoolSector.Seal(sector[..Sealed]);
    }

    public static bool TryRead(ReadOnlySpan<byte> sector, out SpoolSegmentHeader header)
    {
        header = default;
        if (sector.Length < SpoolSector.Size || !sector.StartsWith(Magic) || !SpoolSector.IsSealed(sector[..Sealed]))
        {
            return false;
        }

        header = new(
            BinaryPrimitives.ReadInt64BigEndian(sector[8..]), BinaryPrimitives.ReadInt64BigEndian(sector[16..]),
            BinaryPrimitives.ReadInt64BigEndian(sector[24..]), BinaryPrimitives.ReadInt64BigEndian(sector[32..]), new Digest(sector.Slice(40, 32)));
        return true;
    }
}
