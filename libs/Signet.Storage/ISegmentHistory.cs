namespace Signet.Storage;

/// <summary>What a versioned store knows of its slots beyond what they hold now: what was put over a segment, and how each version is locked.</summary>
public interface ISegmentHistory
{
    /// <summary>Every version and delete marker of every slot: slots ascend, and within one the newest comes first.</summary>
    /// <exception cref="ArgumentException">The log id has another form.</exception>
    /// <exception cref="StoreException">The versions could not be listed.</exception>
    IAsyncEnumerable<SegmentVersion> ListVersionsAsync(string logId, CancellationToken cancellationToken);

    /// <summary>The whole octets of one version, or null when it is gone.</summary>
    /// <exception cref="StoreException">The version could not be read.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadVersionAsync(
        string logId, long segment, string versionId, CancellationToken cancellationToken);

    /// <summary>How one version is locked, or null when it is gone. Not for delete markers, which can't be locked.</summary>
    /// <exception cref="StoreException">The lock could not be read.</exception>
    ValueTask<SegmentLock?> ReadLockAsync(string logId, long segment, string versionId, CancellationToken cancellationToken);
}
