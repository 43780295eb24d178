namespace Signet.Ledger.Verification;

/// <summary>What a finding means for the result.</summary>
public enum FindingSeverity
{
    /// <summary>To be known; the log is not broken by it.</summary>
    Warning,

    /// <summary>The log is broken.</summary>
    Error,
}
