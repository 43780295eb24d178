using Signet.Messaging;

namespace Signet.Bench.Commits;

/// <summary>Counts batches on their way to <paramref name="inner"/>; without one it records everything at once.</summary>
internal sealed class CountingTransport(ICommitTransport? inner) : ICommitTransport
{
    private static readonly CommitOutcome[] Recorded = [.. Enumerable.Repeat(CommitOutcome.Recorded, CommitBatchFormat.MaxEvents)];

    private long _batches;

    public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

    public long Batches => Volatile.Read(ref _batches);

    public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        return inner?.SendAsync(events, cancellationToken) ?? new(new ArraySegment<CommitOutcome>(Recorded, 0, events.Count));
    }
}
