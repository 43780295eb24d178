namespace Signet.Messaging.Tests.Spool;

/// <summary>What a spool delivers to, which may be away.</summary>
internal sealed class AwayTransport : ICommitTransport
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _arrived = [];

    public AcknowledgementLevel Level => AcknowledgementLevel.Chain;

    public bool IsAway { get; set; }

    /// <summary>The outcome for each event by its place in a batch.</summary>
    public Func<int, CommitOutcome> OutcomeOf { get; set; } = _ => CommitOutcome.Recorded;

    /// <summary>The greatest batch that was sent.</summary>
    public int Largest { get; private set; }

    /// <summary>What was recorded, in order.</summary>
    public IReadOnlyList<byte[]> Arrived
    {
        get
        {
            lock (_lock)
            {
                return [.. _arrived];
            }
        }
    }

    public ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken)
    {
        if (IsAway)
        {
            throw new HttpRequestException("away");
        }

        var outcomes = new CommitOutcome[events.Count];
        lock (_lock)
        {
            Largest = Math.Max(Largest, events.Count);
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i] = OutcomeOf(i);
                if (outcomes[i] == CommitOutcome.Recorded)
                {
                    _arrived.Add(events[i].ToArray());
                }
            }
        }

        return new(outcomes);
    }
}
