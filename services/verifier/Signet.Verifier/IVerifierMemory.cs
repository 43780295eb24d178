using Signet.Ledger.Checkpoints;

namespace Signet.Verifier;

/// <summary>Where a verifier keeps the last tree that it saw: a place of its own, out of the auditor's reach.</summary>
public interface IVerifierMemory
{
    /// <summary>The tree seen before, or null at the first run.</summary>
    /// <exception cref="IOException">There is something, and it can't be read: nothing may be concluded from that.</exception>
    ValueTask<Checkpoint?> RecallAsync(string logId, CancellationToken cancellationToken);

    /// <summary>Keeps a tree that was found clean. Durable when this returns.</summary>
    ValueTask RememberAsync(Checkpoint seen, CancellationToken cancellationToken);
}
