namespace Signet.Ledger.Verification;

/// <summary>How a verification ended; the number is the exit code of every command that verifies.</summary>
public enum VerificationResult
{
    /// <summary>Everything that could be checked holds.</summary>
    Clean = 0,

    /// <summary>Something doesn't hold.</summary>
    Broken = 1,

    /// <summary>It couldn't be decided: something to verify with is missing.</summary>
    NotVerified = 2,
}
