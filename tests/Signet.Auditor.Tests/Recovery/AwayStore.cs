using Signet.Storage;
using Signet.Storage.Memory;

namespace Signet.Auditor.Tests.Recovery;

/// <summary>A store that can't be reached at first, or can be and isn't what a writer needs.</summary>
internal sealed class AwayStore(MemoryStore inner) : ISegmentStore
{
    private int _away;

    /// <summary>How many calls get no answer.</summary>
    public int Away { get => Volatile.Read(ref _away); set => Volatile.Write(ref _away, value); }

    /// <summary>The same, from when it has proved itself.</summary>
    public int AwayOnceProved { get; set; }

    /// <summary>What is wrong with it for good.</summary>
    public string? Fault { get; set; }

    public int Proofs { get; private set; }

    public StoreProtection Protection => inner.Protection;

    public ValueTask ProveAsync(CancellationToken cancellationToken)
    {
        Reach();
        Proofs++;
        Away = AwayOnceProved;
        return Fault is null ? default : throw new StoreException(Fault);
    }

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => inner.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => inner.ListSegmentsAsync(logId, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken)
    {
        Reach();
        return inner.FindLastSegmentAsync(logId, cancellationToken);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        inner.ReadSegmentAsync(logId, segment, cancellationToken);

    public ValueTask<SlotOutcome> CreateSegmentAsync(string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        inner.CreateSegmentAsync(logId, segment, octets, cancellationToken);

    private void Reach()
    {
        if (Interlocked.Decrement(ref _away) >= 0)
        {
            throw new StoreException("no answer") { IsUnreachable = true };
        }
    }
}
