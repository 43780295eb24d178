namespace Signet.Ledger.Verification;

/// <summary>What a verification checked and what it found.</summary>
public sealed record VerificationReport
{
    /// <summary>The log.</summary>
    public required string LogId { get; init; }

    /// <summary>How it ended.</summary>
    public required VerificationResult Result { get; init; }

    /// <summary>True when the MACs were checked; false for keyless verification.</summary>
    public required bool Full { get; init; }

    /// <summary>
    /// The tree size of the checkpoint that the walk started from; 0 for a walk over the whole log. All counts are of what stands behind
    /// it.
    /// </summary>
    public long StartedAt { get; init; }

    /// <summary>Segments read.</summary>
    public required long Segments { get; init; }

    /// <summary>Entries read.</summary>
    public required long Entries { get; init; }

    /// <summary>Commit entries among them whose signatures verify.</summary>
    public required long Commits { get; init; }

    /// <summary>Anchors among them that hold.</summary>
    public required long Anchors { get; init; }

    /// <summary>The tree size that the last valid anchor covers; 0 without one.</summary>
    public required long AnchoredSize { get; init; }

    /// <summary>The time that the last valid anchor states, or null.</summary>
    public required DateTimeOffset? AnchoredAt { get; init; }

    /// <summary>The tree size of the last segment read.</summary>
    public required long Size { get; init; }

    /// <summary>The tree head there.</summary>
    public required Digest Root { get; init; }

    /// <summary>The time of the first entry, or null.</summary>
    public required DateTimeOffset? From { get; init; }

    /// <summary>The time of the last entry, or null.</summary>
    public required DateTimeOffset? Through { get; init; }

    /// <summary>SHA-256 of the ciphertexts of the sealed chain keys, by epoch: for <see cref="LogTrust.SeenSealedKeys"/> the next time.</summary>
    public IReadOnlyDictionary<long, Digest> SealedKeys { get; init; } = new Dictionary<long, Digest>();

    /// <summary>The last place from which a later walk can go on; null when no segment walked has one.</summary>
    public WalkStart? Restart { get; init; }

    /// <summary>Everything found, in the order of the walk; at most <see cref="LogVerification.MaxFindings"/>.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>What could not be checked, or could not have been detected, and why.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
