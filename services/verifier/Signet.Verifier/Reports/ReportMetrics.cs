using System.Globalization;
using System.Text;
using Signet.Ledger.Verification;

namespace Signet.Verifier.Reports;

/// <summary>An outcome in Prometheus' text format, for jobs that nobody can scrape because they end.</summary>
internal static class ReportMetrics
{
    private const string LastSuccess = "signet_verification_last_success_timestamp_seconds";

    public static string Of(VerificationOutcome outcome, string? before)
    {
        var text = new StringBuilder();
        var label = $"{{log=\"{outcome.LogId}\"}}";

        void Gauge(string name, string help, double value) => text.Append(
            CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n{name}{label} {value}\n");

        Gauge("signet_verification_result", "How the last verification ended: 0 clean, 1 broken, 2 could not verify.", (int)outcome.Result);
        Gauge("signet_verification_timestamp_seconds", "Unix time of the last verification.", Seconds(outcome.EndedAt));
        Gauge("signet_verification_duration_seconds", "How long the last verification took.", outcome.Took.TotalSeconds);
        Gauge("signet_verification_octets", "Octets of the segments that the last verification read.", outcome.Octets);
        if (outcome.Report is { } report)
        {
            Gauge(
                "signet_verification_findings", "Findings of the last verification.",
                report.Findings.Count(finding => finding.Severity == FindingSeverity.Error));
            Gauge("signet_verification_entries", "Entries that the last verification read.", report.Entries);
            Gauge("signet_verification_tree_size", "Entries in the tree that the last verification came to.", report.Size);
            AddKinds(text, outcome.LogId, report);
        }

        var success = outcome.Result == VerificationResult.Clean ? Seconds(outcome.EndedAt) : SuccessIn(before, label);
        if (success is { } time)
        {
            Gauge(LastSuccess, "Unix time of the last verification without findings.", time);
        }

        return text.ToString();
    }

    private static void AddKinds(StringBuilder text, string logId, VerificationReport report)
    {
        const string Name = "signet_verification_findings_by_kind";
        var kinds = report.Findings.GroupBy(finding => (finding.Name, finding.Severity)).OrderBy(group => group.Key.Name, StringComparer.Ordinal).ToList();
        if (kinds.Count > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"# HELP {Name} Findings of the last verification, by kind.\n# TYPE {Name} gauge\n");
        }

        foreach (var kind in kinds)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{Name}{{log=\"{logId}\",kind=\"{kind.Key.Name}\",severity=\"{ReportWords.Of(kind.Key.Severity)}\"}} {kind.Count()}\n");
        }
    }

    private static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>A verification that failed doesn't take back when the last one succeeded.</summary>
    private static double? SuccessIn(string? before, string label)
    {
        var prefix = LastSuccess + label + " ";
        foreach (var line in (before ?? "").Split('\n'))
        {
            if (line.StartsWith(prefix, StringComparison.Ordinal) &&
                double.TryParse(line.AsSpan(prefix.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var time) && double.IsFinite(time))
            {
                return time;
            }
        }

        return null;
    }
}
