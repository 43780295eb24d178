using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier.Reports;

/// <summary>A report for programs.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(VerificationOutcome outcome)
    {
        var json = new JsonObject
        {
            ["format"] = "signet-report/1",
            ["log_id"] = outcome.LogId,
            ["result"] = ReportWords.Of(outcome.Result),
            ["started_at"] = LedgerText.FormatTime(outcome.StartedAt),
            ["seconds"] = Math.Round(outcome.Took.TotalSeconds, 3),
            ["octets"] = outcome.Octets,
            ["receipts"] = outcome.Receipts,
            ["write_protected"] = outcome.Protection == StoreProtection.ObjectLock,
        };
        if (outcome.Report is { } report)
        {
            AddReport(json, report);
        }
        else
        {
            json["fault"] = outcome.Fault;
        }

        return json.ToJsonString(Indented);
    }

    private static void AddReport(JsonObject json, VerificationReport report)
    {
        json["full"] = report.Full;
        json["started_at_size"] = report.StartedAt;
        json["segments"] = report.Segments;
        json["entries"] = report.Entries;
        json["commits"] = report.Commits;
        json["size"] = report.Size;
        json["root"] = report.Root.ToString();
        json["from"] = report.From is { } from ? LedgerText.FormatTime(from) : null;
        json["through"] = report.Through is { } through ? LedgerText.FormatTime(through) : null;
        json["anchors"] = report.Anchors;
        json["anchored_size"] = report.AnchoredSize;
        json["anchored_at"] = report.AnchoredAt is { } anchored ? LedgerText.FormatTime(anchored) : null;
        json["findings"] = new JsonArray([.. report.Findings.Select(Of)]);
        json["notes"] = new JsonArray([.. report.Notes.Select(note => JsonValue.Create(note))]);
    }

    private static JsonObject Of(Finding finding) => new()
    {
        ["kind"] = finding.Name,
        ["severity"] = ReportWords.Of(finding.Severity),
        ["segment"] = finding.Segment,
        ["seq"] = finding.Seq,
        ["detail"] = finding.Detail,
        ["why"] = FindingAdvice.Why(finding.Kind),
        ["remedy"] = FindingAdvice.Remedy(finding.Kind),
    };
}
