namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>How much harm a tool can do.</summary>
public enum RiskTier
{
    /// <summary>Reads what anybody may see.</summary>
    Low = 0,

    /// <summary>Reads or changes what can be put right easily.</summary>
    Medium = 1,

    /// <summary>Changes what is hard to put right.</summary>
    High = 2,

    /// <summary>Can harm people or the whole organisation.</summary>
    Critical = 3,
}
