using Signet.Storage;

namespace Signet.Testing.Storage.Tampering;

/// <summary>
/// A store with object versions and Object Lock, and what somebody can do to it who holds the bucket's credentials. One for each server that the
/// tamper suite runs on.
/// </summary>
public interface ITamperableStore : IAsyncDisposable
{
    /// <summary>The log's own access.</summary>
    ISegmentStore Segments { get; }

    /// <summary>A verifier's access.</summary>
    ISegmentReader Reader { get; }

    /// <summary>Derived objects, which nothing locks.</summary>
    IDerivedStore Derived { get; }

    /// <summary>Puts a version above whatever the slot holds, locked until a time, or not at all.</summary>
    Task PutVersionAsync(string logId, long segment, ReadOnlyMemory<byte> octets, DateTimeOffset? retainUntil, CancellationToken cancellationToken);

    /// <summary>Deletes without naming a version: a delete marker hides the slot.</summary>
    Task HideAsync(string logId, long segment, CancellationToken cancellationToken);

    /// <summary>Deletes the oldest version for good.</summary>
    /// <returns>False when the store refuses.</returns>
    Task<bool> DestroyAsync(string logId, long segment, CancellationToken cancellationToken);

    /// <summary>Gives the oldest version a shorter retention.</summary>
    /// <returns>False when the store refuses.</returns>
    Task<bool> ShortenAsync(string logId, long segment, DateTimeOffset retainUntil, CancellationToken cancellationToken);
}
