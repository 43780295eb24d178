using System.Globalization;
using Signet.Load.Scenarios;

namespace Signet.Load.Reports;

/// <summary>One thing that was promised, and how a run answers it.</summary>
/// <param name="What">What is measured.</param>
/// <param name="Limit">The value that it must reach, or must not exceed.</param>
/// <param name="AtLeast">True when more is better.</param>
/// <param name="Unit">What stands behind the numbers.</param>
/// <param name="Measure">The value, or null when the run didn't measure it.</param>
internal sealed record Goal(string What, double Limit, bool AtLeast, string Unit, Func<Results, double?> Measure)
{
    /// <summary>How much resident memory may grow from the first to the last quarter of a soak and still count as flat, in MiB.</summary>
    private const double FlatMegabytes = 10;

    public static IReadOnlyList<Goal> All { get; } =
    [
        Rate("unary-32", SystemNames.Gateway, 0.8),
        Rate("unary-128", SystemNames.Gateway, 0.8),
        Processor("unary-32", 1.3),
        Processor("unary-128", 1.3),
        Rate("burst-32", SystemNames.Gateway, 0.7),
        Processor("paced-128", 1.2),
        Rate("unary-32", SystemNames.ChainGateway, 0.7),
        Rate("unary-128", SystemNames.ChainGateway, 0.85),
        Added("unary-1: p99 added", "unary-1", cell => cell.Whole(0.99)),
        Added("first-1: median time to the first event added", "first-1", cell => cell.First(0.5)),
        new("resident memory after the run", 150, AtLeast: false, "MiB",
            results => results.Memory.TryGetValue(SystemNames.Gateway, out var memory) ? memory.Resident : null),
        new("soak: most resident memory", 150, AtLeast: false, "MiB", results => results.Soak?.Peak),
        new("soak: resident memory, last quarter less the second", FlatMegabytes, AtLeast: false, "MiB", results => results.Soak?.Growth),
    ];

    public string ToRow(Results results)
    {
        var value = Measure(results);
        var met = value is null ? "not measured" : (AtLeast ? value >= Limit : value <= Limit) ? "yes" : "**no**";
        return $"| {What} | {(AtLeast ? "≥" : "≤")} {Text(Limit)} {Unit} | {(value is null ? "" : $"{Text(value.Value)} {Unit}")} | {met} |";
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static Goal Rate(string scenario, string system, double limit) => new(
        $"{scenario}: rate of the {SystemNames.Title(system)}", limit, AtLeast: true, "×", results => results.Against(scenario, system, (cell, other) => cell.RateAgainst(other)));

    private static Goal Processor(string scenario, double limit) => new(
        $"{scenario}: processor time for an answer",
        limit,
        AtLeast: false,
        "×",
        results => results.Against(scenario, SystemNames.Gateway, (cell, other) => cell.ProcessorAgainst(other)));

    private static Goal Added(string what, string scenario, Func<Cell, double> value) => new(
        what, 1, AtLeast: false, "ms", results => results.Against(scenario, SystemNames.Gateway, (cell, other) => value(cell) - value(other)));
}
