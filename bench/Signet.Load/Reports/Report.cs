using System.Globalization;
using System.Text;
using Signet.Load.Scenarios;

namespace Signet.Load.Reports;

/// <summary>Writes what was measured as Markdown.</summary>
internal static class Report
{
    public static string Write(Results results, string conditions)
    {
        var text = new StringBuilder();
        text.Append(conditions).Append("\n\n## Goals\n\n");
        text.Append("Ratios and differences are against the bare `IHttpForwarder` of the same run.\n\n");
        text.Append("| What | Goal | Measured | Met |\n|---|--:|--:|---|\n");
        foreach (var goal in Goal.All)
        {
            text.Append(goal.ToRow(results)).Append('\n');
        }

        foreach (var scenario in Scenario.All.Where(scenario => scenario.Systems.Any(system => results.Find(scenario.Name, system) is not null)))
        {
            AppendScenario(text, results, scenario);
        }

        AppendMemory(text, results);
        return text.ToString();
    }

    private static void AppendScenario(StringBuilder text, Results results, Scenario scenario)
    {
        var baseline = results.Find(scenario.Name, SystemNames.Forwarder);
        text.Append(CultureInfo.InvariantCulture, $"\n## {scenario.Title} (`{scenario.Name}`)\n\n");
        text.Append("| System | Answers/s | Ratio | Processor, µs/answer | Ratio | Allocated, KiB/answer | p50, ms | p99, ms |");
        text.Append(scenario.IsStream ? " First event p50, ms | p99, ms |\n" : "\n");
        text.Append("|---|--:|--:|--:|--:|--:|--:|--:|").Append(scenario.IsStream ? "--:|--:|\n" : "\n");
        foreach (var system in scenario.Systems)
        {
            if (results.Find(scenario.Name, system) is not { } cell)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {SystemNames.Title(system)} | not measured |\n");
                continue;
            }

            var (rate, processor) = (baseline is null ? (double?)null : cell.RateAgainst(baseline), baseline is null ? (double?)null : cell.ProcessorAgainst(baseline));
            text.Append(
                CultureInfo.InvariantCulture,
                $"| {SystemNames.Title(system)} | {cell.PerSecond:N0} | {rate:0.00} | {cell.ProcessorMicroseconds:N0} | {processor:0.00} | ");
            text.Append(CultureInfo.InvariantCulture, $"{cell.AllocatedBytes / 1_024:0.0} | {cell.Whole(0.5):0.00} | {cell.Whole(0.99):0.00} |");
            text.Append(scenario.IsStream ? string.Create(CultureInfo.InvariantCulture, $" {cell.First(0.5):0.00} | {cell.First(0.99):0.00} |\n") : "\n");
        }
    }

    private static void AppendMemory(StringBuilder text, Results results)
    {
        text.Append("\n## Resident memory\n\n| System | At the end, MiB | Peak, MiB |\n|---|--:|--:|\n");
        foreach (var (system, (resident, peak)) in results.Memory)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {SystemNames.Title(system)} | {resident:0} | {peak:0} |\n");
        }

        if (results.Soak is { } soak)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## Soak\n\n{soak.Samples.Count} samples {soak.Interval.TotalSeconds:0} s apart.\n\n");
            text.Append("| Minute | Most resident memory, MiB |\n|--:|--:|\n");
            foreach (var (minute, most) in soak.ByMinute.Index())
            {
                text.Append(CultureInfo.InvariantCulture, $"| {minute + 1} | {most:0} |\n");
            }
        }
    }
}
