namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>What a writer may do next.</summary>
internal enum LogStep
{
    /// <summary>Stores the producer's next event. A producer of batches signs several at once and stores one of them.</summary>
    Commit,

    /// <summary>Stores an event with a number further on: those between may come late, or never.</summary>
    SkipAhead,

    /// <summary>Stores an event that is late.</summary>
    Late,

    /// <summary>Accounts for numbers that are missing by now; they may come all the same.</summary>
    Gap,

    /// <summary>The producer's process starts again: a new epoch of its numbers.</summary>
    Restart,

    /// <summary>Revokes the producer's key and enrols one.</summary>
    Reenrol,

    Quarantine,
    Heartbeat,
    Settings,
    Recovery,
    Verification,
    CheckpointKey,
    Anchor,
}
