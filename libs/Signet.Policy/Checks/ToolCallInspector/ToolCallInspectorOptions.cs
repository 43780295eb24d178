namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>Options of <c>tool_call_inspector</c>.</summary>
public sealed record ToolCallInspectorOptions
{
    /// <summary><c>tools</c>: the tools by their exact, case-sensitive names; at most 1000.</summary>
    public IReadOnlyDictionary<string, ToolRule> Tools { get; init; } = new Dictionary<string, ToolRule>();

    /// <summary><c>max_allowed_tier</c>: tools above it are blocked. The default is high.</summary>
    public RiskTier MaxAllowedTier { get; init; } = RiskTier.High;

    /// <summary><c>escalate_at_tier</c>: irreversible tools of this tier or above need approval. The default is high.</summary>
    public RiskTier EscalateAtTier { get; init; } = RiskTier.High;

    /// <summary><c>allow_unregistered</c>: true lets tools pass that aren't in the list. The default is false.</summary>
    public bool AllowUnregistered { get; init; }
}
