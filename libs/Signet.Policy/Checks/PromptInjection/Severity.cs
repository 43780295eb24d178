namespace Signet.Policy.Checks.PromptInjection;

/// <summary>How sure a rule is that what it found is meant to override instructions.</summary>
public enum Severity
{
    /// <summary>Worth a note.</summary>
    Low,

    /// <summary>Somebody should look at it.</summary>
    Medium,

    /// <summary>Nobody writes that by chance.</summary>
    High,
}
