using Signet.Messaging;

namespace Signet.Load.Hosts;

/// <summary>Counts events, keeps none, and says at once that all are recorded.</summary>
internal sealed class AcknowledgingTransport : ICommitTransport
{
    private static readonly CommitOutcome[] Recorded = [.. Enumerable.Repeat(CommitOutcome.Recorded, 1_024)];

    public AcknowledgementLevel Level => AcknowledgementLevel.Broker;

    public long Events { get; private set; }

    public long Sends { get; private set; }

    public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        // The publisher's loop alone sends.
        Events += events.Count;
        Sends++;
        return ValueTask.FromResult<IReadOnlyList<CommitOutcome>>(new ArraySegment<CommitOutcome>(Recorded, 0, events.Count));
    }
}
