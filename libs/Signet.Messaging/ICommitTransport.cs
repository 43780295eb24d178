namespace Signet.Messaging;

/// <summary>Carries signed commit events from a producer to the auditor, at least once.</summary>
public interface ICommitTransport
{
    /// <summary>What <see cref="CommitOutcome.Recorded"/> means on this transport.</summary>
    AcknowledgementLevel Level { get; }

    /// <summary>
    /// Sends events in their wire form (ledger format 1, section 2), in order. Implementations MUST NOT throw for a failed
    /// delivery: they answer <see cref="CommitOutcome.Retry"/> for every event whose fate is unknown.
    /// </summary>
    /// <returns>One outcome for each event, in the same order.</returns>
    ValueTask<IReadOnlyList<CommitOutcome>> SendAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken);
}
