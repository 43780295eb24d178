using Signet.Ledger.Events;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Flow;

/// <summary>Records how a request ended: the record checks see it first, so that they see every end.</summary>
internal static class RequestEnd
{
    /// <summary>Records the last event of a request; null when it isn't recorded.</summary>
    public static async ValueTask<SignedEvent?> RecordAsync(
        GatedRequest request, EventPhase phase, StageOutcome outcome, EventResponse response, PendingApproval? approval = null)
    {
        if (await SettleAsync(request, response.Status, response.Bytes) is not var (summary, record))
        {
            return await request.RecordAsync(phase, outcome, response, approval: approval);
        }

        var stricter = record.Decision > outcome.Decision ? record : outcome;
        if (outcome.Redactions > 0)
        {
            stricter = stricter with
            {
                Metadata = new Dictionary<string, string>(stricter.Metadata)
                {
                    ["redactions"] = outcome.Redactions.ToString(System.Globalization.CultureInfo.InvariantCulture),
                },
            };
        }

        if (summary.UsageEstimated)
        {
            response = response with { InputTokens = summary.Usage.Input, OutputTokens = summary.Usage.Output };
            stricter = stricter with { Metadata = new Dictionary<string, string>(stricter.Metadata) { ["usage"] = "estimated" } };
        }

        return await request.RecordAsync(phase, stricter, response, coverage: [.. outcome.Coverage, .. record.Coverage], approval: approval);
    }

    /// <summary>
    /// Shows the record checks how the request ended: once, whichever end is met first. Null for a request that no check has seen.
    /// </summary>
    public static async ValueTask<(ResponseSummary Summary, StageOutcome Outcome)?> SettleAsync(GatedRequest request, int status, long bytes)
    {
        if (request.Context is not { } context || request.Settlement is not null)
        {
            return request.Settlement;
        }

        var gate = request.Usage.Gate;
        var summary = new ResponseSummary
        {
            Status = status,
            Bytes = bytes,
            FinishReason = gate?.FinishReason,
            InputTokens = gate?.InputTokens,
            OutputTokens = gate?.OutputTokens,
            Meter = () => request.Usage.Of(context),
        };

        // Not the caller's token: what it did is recorded whether or not it waits.
        var outcome = await request.Pipeline.RecordAsync(context, summary, CancellationToken.None);
        request.Settlement = (summary, outcome);
        return request.Settlement;
    }

    /// <summary>What stands for a failure that no check decided.</summary>
    public static StageOutcome Failure(Stage stage, string check, string token) =>
        new() { Decision = Decision.Block, Stage = stage, Check = check, Reason = token };
}
