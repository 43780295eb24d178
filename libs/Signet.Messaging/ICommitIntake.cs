namespace Signet.Messaging;

/// <summary>The auditor's side of a transport.</summary>
public interface ICommitIntake
{
    /// <summary>
    /// Takes events in their wire form and returns when the fate of each is known. Octets may be anything: what is no event of
    /// an enrolled producer is quarantined, never thrown on.
    /// </summary>
    /// <returns>One outcome for each event, in the same order.</returns>
    ValueTask<IReadOnlyList<CommitOutcome>> AcceptAsync(
        IReadOnlyList<ReadOnlyMemory<byte>> events, CancellationToken cancellationToken);
}
