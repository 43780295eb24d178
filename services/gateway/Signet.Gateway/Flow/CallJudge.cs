using System.Text;
using Signet.Gateway.Streaming;
using Signet.Ledger.Events;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>Has a complete tool call judged and the verdict recorded, in that order, before anybody acts on it.</summary>
internal sealed class CallJudge(GatedRequest request)
{
    public async ValueTask<CallVerdict> JudgeAsync(ToolCall call, string? fault)
    {
        var outcome = await request.Pipeline.JudgeAsync(request.Context!, call, CancellationToken.None);
        if (fault is not null && outcome.Effective < Decision.Block)
        {
            outcome = outcome with
            {
                Decision = Decision.Block,
                Check = StageOutcome.PipelineName,
                Reason = fault,
            };
        }

        var approval = request.OpenApproval(outcome);
        var cut = new Shortener();
        var tool = new EventTool
        {
            Name = cut.Text("tool.name", call.Name, EventLimits.Name),
            ArgumentsSha256 = request.SaltedDigest(Encoding.UTF8.GetBytes(call.Arguments)),
            Tier = outcome.Metadata.TryGetValue("tier", out var tier) ? cut.Text("tool.tier", tier, EventLimits.Tier) : "unknown",
            CallId = call.CallId is null ? null : cut.Text("tool.call_id", call.CallId, EventLimits.Name),
        };
        if (await request.RecordAsync(EventPhase.ToolCall, outcome, tool: tool, shortened: cut, approval: approval) is null)
        {
            return CallVerdict.Unrecorded;
        }

        if (approval is not null)
        {
            request.AddApproval(approval);
        }

        return outcome.Effective == Decision.Allow ? CallVerdict.Release : CallVerdict.Withhold;
    }
}
