using Signet.Ledger.Segments;

namespace Signet.Storage;

/// <summary>One version of a segment as a store gave it.</summary>
/// <param name="Content">All of its octets, hashed already where the store's own checksum was compared.</param>
/// <param name="Lock">How it is locked.</param>
public sealed record StoredVersion(SegmentOctets Content, SegmentLock Lock)
{
    /// <summary>All of its octets.</summary>
    public ReadOnlyMemory<byte> Octets => Content.Memory;
}
