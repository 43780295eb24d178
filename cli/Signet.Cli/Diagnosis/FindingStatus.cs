namespace Signet.Cli.Diagnosis;

/// <summary>How something that was looked at is.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>It works, and somebody should know.</summary>
    Warning,

    /// <summary>It doesn't work, or doesn't protect.</summary>
    Failure,

    /// <summary>It wasn't looked at; the fix says how it would be.</summary>
    Skipped,
}
