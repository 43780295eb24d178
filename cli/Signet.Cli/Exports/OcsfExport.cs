using System.Text.Json.Nodes;
using Signet.Cli.Counting;
using Signet.Cli.Logs;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Cli.Exports;

/// <summary>
/// OCSF 1.3.0, class API Activity (6003) with the profile security_control, one event a line. Events about requests alone: the class has no place for
/// entries about the log itself. What OCSF has no attribute for stands in <c>unmapped</c>.
/// </summary>
internal sealed class OcsfExport : IEntryExport
{
    private const int ClassUid = 6003;
    private const int OtherActivity = 99;
    private const int Allowed = 1;
    private const int Denied = 2;

    public string? Head => null;

    public string? Line(string logId, StoredEntry stored) =>
        stored.Entry.Body is CommitBody { SignedEvent.Event: { Details: { } details } value } ? Of(logId, stored.Entry.Seq, value, details).ToJsonString() : null;

    private static JsonObject Of(string logId, long seq, CommitEvent value, EventDecisionDetails details)
    {
        var (action, disposition, severity) = Outcome(details);
        return new JsonObject
        {
            ["activity_id"] = OtherActivity,
            ["activity_name"] = EventWords.Of(value.Phase),
            ["category_uid"] = 6,
            ["class_uid"] = ClassUid,
            ["type_uid"] = (ClassUid * 100) + OtherActivity,
            ["time"] = value.OccurredAt.ToUnixTimeMilliseconds(),
            ["count"] = details.Count ?? 1,
            ["severity_id"] = severity,
            ["action_id"] = action,
            ["disposition_id"] = disposition,
            ["status_id"] = value.Phase is EventPhase.Refused or EventPhase.Aborted ? 2 : 1,
            ["status_code"] = details.Response?.Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["status_detail"] = details.Reason,
            ["actor"] = new JsonObject { ["user"] = new JsonObject { ["name"] = Dimension.OwnerOf(details.Owner), ["type"] = details.Owner.Type } },
            ["src_endpoint"] = details.Request.Source.Length > 0
                ? new JsonObject { ["ip"] = details.Request.Source }
                : new JsonObject { ["name"] = "unknown" },
            ["api"] = new JsonObject
            {
                ["operation"] = $"{details.Request.Method} {details.Request.Path}",
                ["service"] = new JsonObject { ["name"] = details.Request.Surface },
                ["request"] = new JsonObject { ["uid"] = details.RequestId },
            },
            ["http_request"] = new JsonObject
            {
                ["http_method"] = details.Request.Method,
                ["length"] = details.Request.Bytes,
                ["url"] = new JsonObject { ["path"] = details.Request.Path },
            },
            ["policy"] = new JsonObject { ["uid"] = details.PolicySha256.ToString(), ["name"] = details.Check },
            ["metadata"] = new JsonObject
            {
                ["version"] = "1.3.0",
                ["profiles"] = new JsonArray("security_control"),
                ["uid"] = value.Id.ToString("D"),
                ["correlation_uid"] = details.RequestId,
                ["log_name"] = logId,
                ["sequence"] = seq,
                ["product"] = new JsonObject { ["name"] = "signet", ["vendor_name"] = "signet" },
            },
            ["unmapped"] = new JsonObject
            {
                ["decision"] = EventWords.Of(details.Decision),
                ["stage"] = EventWords.Of(details.Stage),
                ["shadow"] = details.Shadow,
                ["model"] = details.Request.Model,
                ["tool"] = details.Tool?.Name,
                ["tool_tier"] = details.Tool?.Tier,
                ["owner_authenticated"] = details.Owner.Authenticated,
                ["input_tokens"] = details.Response?.InputTokens,
                ["output_tokens"] = details.Response?.OutputTokens,
            },
        };
    }

    /// <summary>action_id, disposition_id and severity_id. In shadow nothing is enforced: what happened is that it was let pass and logged.</summary>
    private static (int Action, int Disposition, int Severity) Outcome(EventDecisionDetails details) => details switch
    {
        { Decision: EventDecision.Allow } => (Allowed, 1, 1),
        { Shadow: true } => (Allowed, 17, 2),
        { Decision: EventDecision.Redact } => (Allowed, 11, 2),
        { Decision: EventDecision.Escalate } => (Denied, 14, 3),
        _ => (Denied, 2, 3),
    };
}
