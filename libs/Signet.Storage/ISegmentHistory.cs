namespace Signet.Storage;

/// <summary>What a versioned store knows of its slots beyond what they hold now: what was put over a segment, and how each version is locked.</summary>
public interface ISegmentHistory
{
    /// <summary>Every version and delete marker of every slot: slots ascend, and within one the newest comes first.</summary>
    /// <exception cref="ArgumentException">The log id has another form.</exception>
    /// <exception cref="StoreException">The versions could not be listed.</exception>
    IAsyncEnumerable<SegmentVersion> ListVersionsAsync(string logId, CancellationToken cancellationToken);

    /// <summary>One version with its lock, in one request; null when it is gone. Not for delete markers, which hold nothing and can't be locked.</summary>
    /// <exception cref="StoreException">The version could not be read.</exception>
    ValueTask<StoredVersion?> ReadVersionAsync(string logId, long segment, string versionId, CancellationToken cancellationToken);
}
