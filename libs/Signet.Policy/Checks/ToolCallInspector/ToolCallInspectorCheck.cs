using System.Collections.Frozen;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>
/// Judges a tool call by the tool's name: one that isn't registered blocks, one above the highest allowed tier blocks, an irreversible
/// one at or above the escalation tier needs approval. Arguments aren't looked at.
/// </summary>
public sealed class ToolCallInspectorCheck : ICommitmentCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "tool_call_inspector";

    private static readonly string[] TierNames = ["low", "medium", "high", "critical"];

    private readonly ToolCallInspectorOptions _options;
    private readonly FrozenDictionary<string, ToolRule> _tools;

    /// <summary>Makes the check.</summary>
    public ToolCallInspectorCheck(ToolCallInspectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _tools = options.Tools.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <inheritdoc/>
    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(call);
        return ValueTask.FromResult(Judge(call));
    }

    private CheckResult Judge(ToolCall call)
    {
        if (!_tools.TryGetValue(call.Name, out ToolRule? rule))
        {
            // The name of a tool that no policy lists is the model's own words, so it stands in no reason.
            CheckResult result = _options.AllowUnregistered ? CheckResult.Allowed : CheckResult.Block("the tool isn't registered");
            return result with { Metadata = new Dictionary<string, string> { ["registered"] = "false" } };
        }

        string tier = TierNames[(int)rule.Tier];
        CheckResult decided = rule.Tier > _options.MaxAllowedTier
            ? CheckResult.Block($"the tool's tier is {tier}, above the highest allowed")
            : rule.Irreversible && rule.Tier >= _options.EscalateAtTier
                ? CheckResult.Escalate($"the tool is irreversible and its tier is {tier}")
                : CheckResult.Allowed;
        return decided with
        {
            Metadata = new Dictionary<string, string>
            {
                ["tool"] = call.Name,
                ["tier"] = tier,
                ["irreversible"] = rule.Irreversible ? "true" : "false",
            },
        };
    }
}
