namespace Signet.Storage;

/// <summary>One version of a segment as a store gave it.</summary>
/// <param name="Octets">All of its octets.</param>
/// <param name="Lock">How it is locked.</param>
public sealed record StoredVersion(ReadOnlyMemory<byte> Octets, SegmentLock Lock);
