using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>What the service's last walk found. Safe for concurrent use.</summary>
internal sealed class LastReport
{
    private volatile VerificationReport? _report;

    /// <summary>The report, or null before the first walk has ended.</summary>
    public VerificationReport? Report => _report;

    internal void Set(VerificationReport report) => _report = report;
}
