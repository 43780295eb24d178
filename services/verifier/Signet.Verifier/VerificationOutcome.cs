using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>How a verification went: what every output is made of.</summary>
public sealed record VerificationOutcome
{
    /// <summary>The log.</summary>
    public required string LogId { get; init; }

    /// <summary>What was found; null when nothing can be said, and <see cref="Fault"/> says why.</summary>
    public required VerificationReport? Report { get; init; }

    /// <summary>Why nothing can be said; null with a report.</summary>
    public string? Fault { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>The octets of the segments that were walked.</summary>
    public required long Octets { get; init; }

    /// <summary>What the store does against its own operators.</summary>
    public required StoreProtection Protection { get; init; }

    /// <summary>How many receipts were redeemed.</summary>
    public int Receipts { get; init; }

    /// <summary>How it ended; the exit code of whatever ran it.</summary>
    public VerificationResult Result => Report?.Result ?? VerificationResult.NotVerified;

    /// <summary>When it ended.</summary>
    public DateTimeOffset EndedAt => StartedAt + Took;
}
