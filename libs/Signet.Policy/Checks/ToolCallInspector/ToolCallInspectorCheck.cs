using System.Collections.Frozen;
using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>
/// Judges a tool call by the tool's name, by who asks, by how many calls there are and by its arguments; the strictest of these counts.
/// <list type="bullet">
/// <item>A tool that isn't registered blocks, and so does one above the highest tier, or one that no grant gives the owner. Where others
/// than registered ones are allowed, one whose name some callers take for a registered tool's blocks all the same.</item>
/// <item>More calls than the policy allows block.</item>
/// <item>Arguments that no two readers must read differently, and that break no rule; else the tool says what that means.</item>
/// <item>An irreversible tool at or above the escalation tier needs approval, by people whom the policy names.</item>
/// </list>
/// </summary>
public sealed class ToolCallInspectorCheck : ICommitmentCheck
{
    /// <summary>The check's name in policies.</summary>
    public const string CheckName = "tool_call_inspector";

    private readonly ToolCallInspectorOptions _options;
    private readonly FrozenDictionary<string, KnownTool> _tools;
    private readonly FrozenSet<string> _folded;
    private readonly CheckResult _unregistered;
    private readonly bool _counts;

    /// <summary>Makes the check.</summary>
    public ToolCallInspectorCheck(ToolCallInspectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _tools = options.Tools.ToFrozenDictionary(
            tool => tool.Key, tool => new KnownTool(tool.Key, tool.Value, options), StringComparer.Ordinal);
        _folded = options.Tools.Keys.Select(NameFolding.Fold).ToFrozenSet(StringComparer.Ordinal);
        _counts = options.MaxCalls is not null || options.Tools.Values.Any(rule => rule.MaxCalls is not null);

        // The name of a tool that no policy lists is the model's own words, so it stands in no reason.
        _unregistered = (options.AllowUnregistered ? CheckResult.Allowed : CheckResult.Block("the tool isn't registered")) with
        {
            Metadata = new Dictionary<string, string> { ["registered"] = "false" },
        };
    }

    /// <inheritdoc/>
    public string Name => CheckName;

    /// <inheritdoc/>
    public ValueTask<CheckResult> JudgeAsync(RequestContext request, ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(call);
        return ValueTask.FromResult(Judge(request, call));
    }

    /// <summary>True when the policy lists a tool of this name.</summary>
    internal bool IsRegistered(string name) => _tools.ContainsKey(name);

    private CheckResult Judge(RequestContext request, ToolCall call)
    {
        KnownTool? tool = _tools.GetValueOrDefault(call.Name);
        bool mayCallMore = !_counts || CountsOf(request).TryCount(tool?.Name ?? "", tool?.Rule.MaxCalls, _options.MaxCalls);
        CheckResult result = tool is null ? _unregistered : tool.Verdict;
        if (result.Decision == Decision.Block)
        {
            return result;
        }

        if (tool is null && _folded.Contains(NameFolding.Fold(call.Name.Trim())))
        {
            return Block(tool, "the tool's name differs from that of a registered one in case or white space alone");
        }

        if (!IsGranted(request, call.Name, tool?.Rule.Tier ?? RiskTier.Critical))
        {
            return Block(tool, "no grant lets the owner use the tool");
        }

        if (!mayCallMore)
        {
            return Block(tool, "the answer has more calls than the policy allows");
        }

        return tool is null ? result : JudgeArguments(request, call, tool);
    }

    private CheckResult JudgeArguments(RequestContext request, ToolCall call, KnownTool tool)
    {
        ArgumentFault? fault = null;
        if (tool.Rule.Arguments?.TryJudge(call.Arguments, out fault) == false)
        {
            return Block(tool, "the tool's arguments are no JSON that every reader reads alike");
        }

        if (fault is null)
        {
            return tool.Verdict.Decision == Decision.Escalate ? Escalate(request, tool, tool.Verdict) : tool.Verdict;
        }

        string reason = $"the tool's arguments: {(fault.Location.Length == 0 ? "the whole" : fault.Location)} {fault.What}";
        bool escalates = fault.Needs == Decision.Escalate || tool.Rule.OnViolation == Decision.Escalate;
        CheckResult result = escalates ? CheckResult.Escalate(reason) : CheckResult.Block(reason);
        result = tool.With(result, "violation", fault.Location);
        return escalates ? Escalate(request, tool, result) : result;
    }

    private CheckResult Escalate(RequestContext request, KnownTool tool, CheckResult result)
    {
        if ((tool.Rule.Approvers ?? _options.Approvers) is not { } approvers)
        {
            return result;
        }

        return approvers.For(request.Owner) is { } approval
            ? result with { Approval = approval }
            : Block(tool, "the call needs approval, and too few others than the requester may approve it");
    }

    private static CheckResult Block(KnownTool? tool, string reason)
    {
        CheckResult result = CheckResult.Block(reason);
        return tool is null ? result with { Metadata = new Dictionary<string, string> { ["registered"] = "false" } } : tool.With(result);
    }

    private bool IsGranted(RequestContext request, string tool, RiskTier tier)
    {
        if (_options.Grants is not { } grants)
        {
            return true;
        }

        string owner = request.Owner.ToString();
        foreach (ToolGrant grant in grants)
        {
            if (grant.Covers(owner, tool, tier))
            {
                return true;
            }
        }

        return false;
    }

    private CallCounts CountsOf(RequestContext request)
    {
        if (!request.Notes.TryGet(this, out CallCounts? counts))
        {
            request.Notes.Set(this, counts = new CallCounts());
        }

        return counts;
    }
}
