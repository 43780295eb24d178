namespace Signet.Anchorer;

/// <summary>What came of one round.</summary>
public enum RoundResult
{
    /// <summary>The round's anchors are chained.</summary>
    Chained,

    /// <summary>Fewer tokens were valid than are required; none was handed on.</summary>
    TooFew,

    /// <summary>The auditor refused an anchor.</summary>
    Refused,

    /// <summary>The auditor could not be reached, or failed.</summary>
    Failed,
}
