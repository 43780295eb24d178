namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>What tools a request may declare to the model.</summary>
public enum ToolDefinitions
{
    /// <summary>Any; a call of one that isn't registered is judged when it comes.</summary>
    Ignore,

    /// <summary>Those that the policy lists; a request with another is blocked.</summary>
    Registered,
}
