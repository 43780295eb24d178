namespace Signet.Auditor.Publishing;

/// <summary>The ids that a block of the index spans: blocks of others need not be read.</summary>
/// <param name="Least">The least id; more than <paramref name="Greatest"/> for a block without events.</param>
/// <param name="Greatest">The greatest id.</param>
internal readonly record struct EventBlock(Guid Least, Guid Greatest)
{
    /// <summary>How many entries of the log one block is of.</summary>
    public const int Entries = 65_536;

    public const int Octets = 32;

    public bool May(Guid id) => Least.CompareTo(id) <= 0 && Greatest.CompareTo(id) >= 0;

    public static EventBlock Of(IReadOnlyList<EventRecord> sorted) =>
        sorted.Count == 0 ? new EventBlock(Guid.AllBitsSet, Guid.Empty) : new EventBlock(sorted[0].Id, sorted[^1].Id);

    public void Write(Span<byte> destination)
    {
        Least.TryWriteBytes(destination, bigEndian: true, out _);
        Greatest.TryWriteBytes(destination[16..], bigEndian: true, out _);
    }

    public static EventBlock Read(ReadOnlySpan<byte> octets) =>
        new(new Guid(octets[..16], bigEndian: true), new Guid(octets[16..Octets], bigEndian: true));
}
