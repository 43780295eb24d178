using System.Buffers.Binary;

namespace Signet.Auditor.Publishing;

/// <summary>Which entry holds an event: its id and the entry's number, in 24 octets.</summary>
/// <param name="Id">The event's name.</param>
/// <param name="Seq">The entry.</param>
internal readonly record struct EventRecord(Guid Id, long Seq) : IComparable<EventRecord>
{
    public const int Octets = 24;

    public int CompareTo(EventRecord other) => Id.CompareTo(other.Id) is var order and not 0 ? order : Seq.CompareTo(other.Seq);

    public void Write(Span<byte> destination)
    {
        Id.TryWriteBytes(destination, bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(destination[16..], Seq);
    }

    public static EventRecord Read(ReadOnlySpan<byte> octets) =>
        new(new Guid(octets[..16], bigEndian: true), BinaryPrimitives.ReadInt64BigEndian(octets[16..]));

    public static byte[] Write(IReadOnlyList<EventRecord> records)
    {
        var octets = new byte[records.Count * Octets];
        for (var i = 0; i < records.Count; i++)
        {
            records[i].Write(octets.AsSpan(i * Octets));
        }

        return octets;
    }
}
