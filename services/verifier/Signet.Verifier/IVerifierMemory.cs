namespace Signet.Verifier;

/// <summary>Where a verifier keeps what it has seen of a log: a place of its own, out of the auditor's reach.</summary>
public interface IVerifierMemory
{
    /// <summary>What was seen before, or null at the first run.</summary>
    /// <exception cref="IOException">There is something, and it can't be read: nothing may be concluded from that.</exception>
    ValueTask<SeenLog?> RecallAsync(string logId, CancellationToken cancellationToken);

    /// <summary>Keeps what was found clean. Durable when this returns.</summary>
    /// <exception cref="IOException">It could not be kept; what was kept before may stand.</exception>
    ValueTask RememberAsync(SeenLog seen, CancellationToken cancellationToken);
}
