using Signet.Storage;

namespace Signet.Auditor.Tests;

/// <summary>Counts what is read.</summary>
internal sealed class CountingStore(ISegmentStore segments, IDerivedStore derived) : ISegmentStore, IDerivedStore
{
    private int _segmentReads;
    private int _derivedReads;

    public int SegmentReads => _segmentReads;

    public int DerivedReads => _derivedReads;

    public StoreProtection Protection => segments.Protection;

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => segments.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) =>
        segments.ListSegmentsAsync(logId, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        segments.FindLastSegmentAsync(logId, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _segmentReads);
        return segments.ReadSegmentAsync(logId, segment, cancellationToken);
    }

    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        segments.CreateSegmentAsync(logId, segment, octets, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _derivedReads);
        return derived.ReadAsync(logId, name, cancellationToken);
    }

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        derived.ListAsync(logId, prefix, cancellationToken);

    public ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        derived.PutAsync(logId, name, octets, cancellationToken);
}
