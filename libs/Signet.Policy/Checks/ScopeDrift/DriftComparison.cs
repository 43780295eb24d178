namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>How a marking is compared with the request's label.</summary>
public enum DriftComparison
{
    /// <summary>Level, compartments and releasability.</summary>
    Label,

    /// <summary>The level alone.</summary>
    Level,
}
