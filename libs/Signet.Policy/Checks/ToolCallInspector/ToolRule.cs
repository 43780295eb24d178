using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>What a policy says of one tool.</summary>
/// <param name="Tier">Its risk.</param>
/// <param name="Irreversible">True when nothing undoes what it does.</param>
public sealed record ToolRule(RiskTier Tier, bool Irreversible = false)
{
    /// <summary><c>on_violation</c>: what a call means whose arguments break a rule, block or escalate. The default is block.</summary>
    public Decision OnViolation { get; init; } = Decision.Block;

    /// <summary><c>max_calls</c>: how often the tool may be called in one answer; null for as often as the model likes.</summary>
    public int? MaxCalls { get; init; }

    /// <summary><c>approvers</c>, <c>quorum</c>, <c>expires_after</c>: who may approve a call; null for those of the check.</summary>
    public ApproverRule? Approvers { get; init; }

    /// <summary>What the arguments have to be; null when nobody looks at them.</summary>
    internal ToolArguments? Arguments { get; init; }

    /// <summary>True when there are calls of this tool that somebody has to approve.</summary>
    internal bool MayNeedApproval { get; init; }
}
