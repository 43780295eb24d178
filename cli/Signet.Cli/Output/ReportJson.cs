using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Cli.Output;

/// <summary>A verification report for programs.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string Of(VerificationReport report, StoreProtection protection) => new JsonObject
    {
        ["format"] = "signet-report/1",
        ["log_id"] = report.LogId,
        ["result"] = report.Result switch
        {
            VerificationResult.Clean => "clean",
            VerificationResult.Broken => "broken",
            _ => "not_verified",
        },
        ["full"] = report.Full,
        ["segments"] = report.Segments,
        ["entries"] = report.Entries,
        ["commits"] = report.Commits,
        ["size"] = report.Size,
        ["root"] = report.Root.ToString(),
        ["from"] = report.From is { } from ? LedgerText.FormatTime(from) : null,
        ["through"] = report.Through is { } through ? LedgerText.FormatTime(through) : null,
        ["anchors"] = report.Anchors,
        ["anchored_size"] = report.AnchoredSize,
        ["anchored_at"] = report.AnchoredAt is { } anchored ? LedgerText.FormatTime(anchored) : null,
        ["write_protected"] = protection == StoreProtection.ObjectLock,
        ["findings"] = new JsonArray([.. report.Findings.Select(Of)]),
        ["notes"] = new JsonArray([.. report.Notes.Select(note => JsonValue.Create(note))]),
    }.ToJsonString(Indented);

    private static JsonObject Of(Finding finding) => new()
    {
        ["kind"] = finding.Name,
        ["severity"] = finding.Severity == FindingSeverity.Error ? "error" : "warning",
        ["segment"] = finding.Segment,
        ["seq"] = finding.Seq,
        ["detail"] = finding.Detail,
    };
}
