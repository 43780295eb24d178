namespace Signet.Verifier.Publishing;

/// <summary>How the service's last verification went. Safe for concurrent use.</summary>
internal sealed class LastOutcome
{
    private volatile VerificationOutcome? _outcome;

    /// <summary>The outcome, or null before the first verification has ended.</summary>
    public VerificationOutcome? Outcome => _outcome;

    internal void Set(VerificationOutcome outcome) => _outcome = outcome;
}
