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
        if (request.Context is null)
        {
            return await request.RecordAsync(phase, outcome, response, approval: approval);
        }

        var summary = new ResponseSummary
        {
            Status = response.Status,
            Bytes = response.Bytes,
            FinishReason = response.FinishReason,
            InputTokens = response.InputTokens,
            OutputTokens = response.OutputTokens,
        };

        // Not the caller's token: what it did is recorded whether or not it waits.
        var record = await request.Pipeline.RecordAsync(request.Context, summary, CancellationToken.None);
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

        return await request.RecordAsync(phase, stricter, response, coverage: [.. outcome.Coverage, .. record.Coverage], approval: approval);
    }

    /// <summary>What stands for a failure that no check decided.</summary>
    public static StageOutcome Failure(Stage stage, string check, string token) =>
        new() { Decision = Decision.Block, Stage = stage, Check = check, Reason = token };
}
