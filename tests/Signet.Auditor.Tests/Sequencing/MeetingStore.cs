using Signet.Storage;
using Signet.Storage.Memory;

namespace Signet.Auditor.Tests.Sequencing;

/// <summary>Lets nobody fill the first slot before so many want to: writers that start at once, every time.</summary>
internal sealed class MeetingStore(int writers) : ISegmentStore
{
    private readonly TaskCompletionSource _all = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;

    public MemoryStore Inner { get; } = new();

    public StoreProtection Protection => Inner.Protection;

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => Inner.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => Inner.ListSegmentsAsync(logId, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        Inner.FindLastSegmentAsync(logId, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        Inner.ReadSegmentAsync(logId, segment, cancellationToken);

    public async ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (segment == 0 && Interlocked.Increment(ref _waiting) == writers)
        {
            _all.SetResult();
        }

        await _all.Task.WaitAsync(cancellationToken);
        return await Inner.CreateSegmentAsync(logId, segment, octets, cancellationToken);
    }
}
