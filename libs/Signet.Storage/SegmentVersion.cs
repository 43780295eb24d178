namespace Signet.Storage;

/// <summary>One version of what a slot held.</summary>
/// <param name="Segment">The slot.</param>
/// <param name="VersionId">The store's name for the version.</param>
/// <param name="IsLatest">True for what a read of the slot finds.</param>
/// <param name="IsDeleteMarker">True for a mark that hides the versions before it.</param>
/// <param name="Length">Octets; 0 for a delete marker.</param>
/// <param name="StoredAt">When it was stored, by the store's clock; null when the store doesn't say.</param>
public sealed record SegmentVersion(
    long Segment, string VersionId, bool IsLatest, bool IsDeleteMarker, long Length, DateTimeOffset? StoredAt);
