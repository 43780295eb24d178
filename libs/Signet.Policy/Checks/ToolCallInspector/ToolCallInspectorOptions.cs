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

    /// <summary>
    /// <c>grants</c>: null lets every owner use every tool; else an owner uses only what a grant names. A tool that isn't registered
    /// counts as critical there.
    /// </summary>
    public IReadOnlyList<ToolGrant>? Grants { get; init; }

    /// <summary><c>max_calls</c>: how many calls one answer may have; null for as many as the model likes.</summary>
    public int? MaxCalls { get; init; }

    /// <summary>
    /// <c>approvers</c>, <c>quorum</c>, <c>expires_after</c>: who may approve calls of tools that don't say so themselves; null for
    /// nobody: such calls are withheld all the same, and their record names no approval.
    /// </summary>
    public ApproverRule? Approvers { get; init; }

    /// <summary><c>definitions</c>: the tools that a request may declare. The default is ignore.</summary>
    public ToolDefinitions Definitions { get; init; }
}
