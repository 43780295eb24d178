using System.Globalization;
using System.Text;
using Signet.Ledger;
using Signet.Ledger.Verification;
using Signet.Shared.Terminal;
using Signet.Storage;

namespace Signet.Verifier.Reports;

/// <summary>A report for people.</summary>
internal static class ReportText
{
    private const int MaxFindings = 50;

    public static string Of(VerificationOutcome outcome)
    {
        var text = new StringBuilder();
        text.Append(outcome.Result switch
        {
            VerificationResult.Clean => "CLEAN",
            VerificationResult.Broken => "BROKEN",
            _ => "NOT VERIFIED",
        });
        if (outcome.Report is { } report)
        {
            AddReport(text, outcome, report);
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"  log {outcome.LogId}: {SafeText.Of(outcome.Fault ?? "")}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void AddReport(StringBuilder text, VerificationOutcome outcome, VerificationReport report)
    {
        text.Append(CultureInfo.InvariantCulture, $"  log {report.LogId}: {report.Segments} segments, {report.Entries} entries, {report.Commits} commits\n");
        text.Append(CultureInfo.InvariantCulture, $"  checked   {Checked(outcome, report)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  speed     {Speed(outcome, report)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  tree      size {report.Size}, root {report.Root}\n");
        if (report is { From: { } from, Through: { } through })
        {
            text.Append(CultureInfo.InvariantCulture, $"  time      {LedgerText.FormatTime(from)} to {LedgerText.FormatTime(through)} (claimed between anchors)\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"  anchors   {Anchors(report)}\n");
        text.Append(CultureInfo.InvariantCulture, $"  store     {(outcome.Protection == StoreProtection.ObjectLock ? "Object Lock" : "not write-protected")}\n");
        var explained = new HashSet<FindingKind>();
        foreach (var finding in report.Findings.Take(MaxFindings))
        {
            text.Append(CultureInfo.InvariantCulture, $"  {(finding.Severity == FindingSeverity.Error ? "FOUND" : "warning")}     {finding.Name}{Place(finding)}: {SafeText.Of(finding.Detail)}\n");

            // The same kind means the same each time.
            if (explained.Add(finding.Kind))
            {
                text.Append(CultureInfo.InvariantCulture, $"              why: {FindingAdvice.Why(finding.Kind)}\n");
                text.Append(CultureInfo.InvariantCulture, $"              do:  {FindingAdvice.Remedy(finding.Kind)}\n");
            }
        }

        if (report.Findings.Count > MaxFindings)
        {
            text.Append(CultureInfo.InvariantCulture, $"  … and {report.Findings.Count - MaxFindings} more; --json lists them\n");
        }

        foreach (var note in report.Notes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  note      {SafeText.Of(note)}\n");
        }
    }

    private static string Checked(VerificationOutcome outcome, VerificationReport report)
    {
        var what = report.Full ? "tree, MACs, signatures, checkpoint" : "tree, signatures, checkpoint (keyless)";
        var versions = outcome.Protection == StoreProtection.ObjectLock ? ", versions and retention" : "";
        var receipts = outcome.Receipts > 0 ? string.Create(CultureInfo.InvariantCulture, $", {outcome.Receipts} receipts") : "";
        var start = report.StartedAt > 0 ? string.Create(CultureInfo.InvariantCulture, $"; what stands behind entry {report.StartedAt - 1}") : "";
        return what + versions + receipts + start;
    }

    private static string Speed(VerificationOutcome outcome, VerificationReport report)
    {
        const double Megabyte = 1_000_000;
        var seconds = Math.Max(outcome.Took.TotalSeconds, 0.001);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{outcome.Octets / Megabyte:F1} MB in {outcome.Took.TotalSeconds:F1} s: {outcome.Octets / Megabyte / seconds:F0} MB/s, {report.Entries / seconds:F0} entries/s");
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
