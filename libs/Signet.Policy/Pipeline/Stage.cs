namespace Signet.Policy.Pipeline;

/// <summary>When something is decided about a request.</summary>
public enum Stage
{
    /// <summary>Octets, headers, JSON, size, depth.</summary>
    Preflight,

    /// <summary>Before the model sees the request.</summary>
    Admission,

    /// <summary>On all model output, before it is released.</summary>
    Inspection,

    /// <summary>On each complete tool call, before it is released.</summary>
    Commitment,

    /// <summary>After completion; never changes the outcome.</summary>
    Record,
}
