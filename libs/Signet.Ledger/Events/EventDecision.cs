namespace Signet.Ledger.Events;

/// <summary>A decision as the log carries it (format 1, section 2).</summary>
public enum EventDecision
{
    /// <summary>Allowed.</summary>
    Allow,

    /// <summary>Refused.</summary>
    Block,

    /// <summary>Allowed with text edited.</summary>
    Redact,

    /// <summary>Withheld until somebody approves.</summary>
    Escalate,
}
