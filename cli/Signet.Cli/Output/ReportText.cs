using System.Globalization;
using System.Text;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Cli.Output;

/// <summary>A verification report for people.</summary>
internal static class ReportText
{
    private const int MaxFindings = 50;

    public static string Of(VerificationReport report, StoreProtection protection)
    {
        var text = new StringBuilder();
        text.Append(report.Result switch
        {
            VerificationResult.Clean => "CLEAN",
            VerificationResult.Broken => "BROKEN",
            _ => "NOT VERIFIED",
        });
        text.Append(CultureInfo.InvariantCulture, $"  log {report.LogId}: {report.Segments} segments, {report.Entries} entries, {report.Commits} commits\n");
        text.Append(CultureInfo.InvariantCulture, $"  checked   {(report.Full ? "tree, MACs, signatures, checkpoint" : "tree, signatures, checkpoint (keyless)")}\n");
        text.Append(CultureInfo.InvariantCulture, $"  tree      size {report.Size}, root {report.Root}\n");
        if (report is { From: { } from, Through: { } through })
        {
            text.Append(CultureInfo.InvariantCulture, $"  time      {LedgerText.FormatTime(from)} to {LedgerText.FormatTime(through)} (claimed between anchors)\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  anchors   {Anchors(report)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  store     {(protection == StoreProtection.ObjectLock ? "Object Lock" : "not write-protected")}\n");
        foreach (var finding in report.Findings.Take(MaxFindings))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(finding.Severity == FindingSeverity.Error ? "FOUND" : "warning")}     {finding.Name}{Place(finding)}: {SafeText.Of(finding.Detail)}\n");
        }

        if (report.Findings.Count > MaxFindings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {report.Findings.Count - MaxFindings} more; --json lists them\n");
        }

        foreach (var note in report.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  note      {SafeText.Of(note)}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static string Anchors(VerificationReport report) =>
        report.AnchoredAt is { } at
            ? $"{report.Anchors} valid; the first {report.AnchoredSize} entries existed at {LedgerText.FormatTime(at)}"
            : "none";

    private static string Place(Finding finding) => (finding.Segment, finding.Seq) switch
    {
        ({ } segment, { } seq) => $" in segment {segment}, entry {seq}",
        ({ } segment, null) => $" in segment {segment}",
        _ => "",
    };
}
