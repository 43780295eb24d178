using Signet.Ledger.Verification;

namespace Signet.Verifier;

/// <summary>What a verifier service checks, and how often.</summary>
public sealed class VerifierOptions
{
    /// <summary>What is known from outside the log.</summary>
    public required LogTrust Trust { get; init; }

    /// <summary>The time between two walks: a second or more. The default is five minutes.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(5);

    internal void Validate()
    {
        if (Interval < TimeSpan.FromSeconds(1))
        {
            throw new ArgumentException("The verification interval is a second or more.");
        }
    }
}
