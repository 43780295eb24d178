namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>What a marking above the declared label means.</summary>
public enum HigherMarking
{
    /// <summary>The request is blocked.</summary>
    Block,

    /// <summary>The request's label is raised to it, and the caller's clearance compared with that.</summary>
    Raise,

    /// <summary>It is named in the record.</summary>
    Ignore,
}
