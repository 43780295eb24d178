namespace Signet.Storage;

/// <summary>
/// Read-only access to the segment objects of logs (ledger format 1, section 4). All that a verifier is given.
/// </summary>
public interface ISegmentReader
{
    /// <summary>How well the store itself protects what it holds, for reports.</summary>
    StoreProtection Protection { get; }

    /// <summary>The ids of the logs that the store holds, in ordinal order.</summary>
    IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken);

    /// <summary>The numbers of the segments present for <paramref name="logId"/>, ascending. Gaps are reported as they are.</summary>
    IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken);

    /// <summary>
    /// The highest number of any segment present for <paramref name="logId"/>, or null when there is none. Says nothing of those below it:
    /// a gap shows when they are read. An object store answers in O(log n) requests.
    /// </summary>
    /// <exception cref="StoreException">The store could not be asked; nothing is known of where the log ends.</exception>
    ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken);

    /// <summary>The whole octets of a segment, or null when the slot is empty.</summary>
    /// <exception cref="StoreException">The slot could not be read; nothing is known of what it holds.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken);
}
