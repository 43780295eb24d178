using System.Buffers.Binary;
using Signet.Ledger;

namespace Signet.Messaging.Spool;

/// <summary>What stands before the events of one write. It fits a sector, so it is whole or not there.</summary>
/// <param name="FirstRecord">The number of the first event.</param>
/// <param name="Count">How many events there are.</param>
/// <param name="Length">How many octets they take, with their lengths.</param>
/// <param name="StoredAt">When they were stored, in milliseconds since 1970.</param>
/// <param name="Chain">The digest of this frame and of all before it.</param>
internal readonly record struct SpoolFrameHeader(long FirstRecord, int Count, int Length, long StoredAt, Digest Chain)
{
    public const int Size = 72;

    /// <summary>What <see cref="Chain"/> covers of the header.</summary>
    public const int Fields = 32;

    // No octet of a text in UTF-8, so no event holds one.
    private static ReadOnlySpan<byte> Magic => [0xFF, (byte)'s', (byte)'p', (byte)'o', (byte)'o', (byte)'l', (byte)'F', (byte)'1'];

    /// <summary>The octets of the frame on disk, up to the end of its last sector.</summary>
    public int Extent => SpoolSector.RoundUp(Size + Length);

    public void WriteFields(Span<byte> octets)
    {
        Magic.CopyTo(octets);
        BinaryPrimitives.WriteInt64BigEndian(octets[8..], FirstRecord);
        BinaryPrimitives.WriteInt32BigEndian(octets[16..], Count);
        BinaryPrimitives.WriteInt32BigEndian(octets[20..], Length);
        BinaryPrimitives.WriteInt64BigEndian(octets[24..], StoredAt);
    }

    public void Write(Span<byte> octets)
    {
        WriteFields(octets);
        Chain.CopyTo(octets[Fields..]);
        SpoolSector.Seal(octets[..Size]);
    }

    public static bool TryRead(ReadOnlySpan<byte> octets, out SpoolFrameHeader header)
    {
        header = default;
        if (octets.Length < Size || !octets.StartsWith(Magic) || !SpoolSector.IsSealed(octets[..Size]))
        {
            return false;
        }

        header = new(
            BinaryPrimitives.ReadInt64BigEndian(octets[8..]), BinaryPrimitives.ReadInt32BigEndian(octets[16..]),
            BinaryPrimitives.ReadInt32BigEndian(octets[20..]), BinaryPrimitives.ReadInt64BigEndian(octets[24..]), new Digest(octets.Slice(Fields, Digest.Size)));
        return header is { FirstRecord: >= 0, Count: > 0, Length: > 0 and <= SpoolFrame.MaxLength };
    }
}
