using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>What one walk through a log does besides checking it.</summary>
public sealed record WalkOptions
{
    /// <summary>
    /// The place to go on from, or null to begin with the first segment. A start whose segment or state isn't what the tree there vouches for
    /// is no start: the whole log is walked then.
    /// </summary>
    public WalkStart? Start { get; init; }

    /// <summary>The receipts to redeem. With any of them the whole log is walked.</summary>
    public ReceiptSet Receipts { get; init; } = ReceiptSet.Empty;

    /// <summary>The most threads at work: 1 or more; 0, the default, for as many as there are processors.</summary>
    public int Parallelism { get; init; }

    /// <summary>Told of every window of segments that was checked; null for silence.</summary>
    public IProgress<VerificationProgress>? Progress { get; init; }
}
