using Signet.Ledger.Segments;

namespace Signet.Ledger.Verification;

/// <summary>A segment as it was read from a store.</summary>
/// <param name="Number">The number of its slot.</param>
/// <param name="Content">The whole object. Must not change until the walk is done with it.</param>
/// <param name="Protection">How the store protects it; null when the store says nothing of that.</param>
public readonly record struct StoredSegment(long Number, SegmentOctets Content, SlotProtection? Protection = null)
{
    /// <summary>A segment of which nothing has been hashed yet.</summary>
    /// <param name="number">The number of its slot.</param>
    /// <param name="octets">The whole object. Must not change until the walk is done with it.</param>
    /// <param name="protection">How the store protects it; null when the store says nothing of that.</param>
    public StoredSegment(long number, ReadOnlyMemory<byte> octets, SlotProtection? protection = null)
        : this(number, new SegmentOctets(octets), protection)
    {
    }

    /// <summary>The octets of the object.</summary>
    public ReadOnlyMemory<byte> Octets => Content.Memory;
}
