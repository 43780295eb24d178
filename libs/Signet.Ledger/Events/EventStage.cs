namespace Signet.Ledger.Events;

/// <summary>The stage at which a decision was taken (format 1, section 2).</summary>
public enum EventStage
{
    /// <summary>Octets, headers, JSON, size, depth.</summary>
    Preflight,

    /// <summary>Before the model saw the request.</summary>
    Admission,

    /// <summary>On model output.</summary>
    Inspection,

    /// <summary>On a complete tool call.</summary>
    Commitment,

    /// <summary>After completion.</summary>
    Record,
}
