using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Signet.Bench;

/// <summary>
/// A figure made of a benchmark's median and its baseline's, in nanoseconds: one measurement that another process got in the way of moves a
/// mean, and with it the ratio that BenchmarkDotNet has.
/// </summary>
internal sealed class MedianColumn(string name, string legend, Func<double, double, double> figure, string format) : IColumn
{
    public static MedianColumn Ratio { get; } =
        new("Median ratio", "The median over the baseline's", (own, baseline) => own / baseline, "0.00");

    public static MedianColumn Rate { get; } =
        new("Rate", "The part of the baseline's rate that is reached, by the medians", (own, baseline) => baseline / own, "0.00");

    public static MedianColumn PerSecond { get; } =
        new("Per second", "Operations in a second, by the median", (own, _) => 1e9 / own, "#,##0");

    public string Id => $"{nameof(MedianColumn)}.{name}";

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Baseline;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) => GetValue(summary, benchmarkCase, SummaryStyle.Default);

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style)
    {
        var baseline = summary.GetBaseline(summary.GetLogicalGroupKey(benchmarkCase));
        return MedianOf(summary, benchmarkCase) is { } own && MedianOf(summary, baseline) is { } other
            ? figure(own, other).ToString(format, CultureInfo.InvariantCulture)
            : "?";
    }

    private static double? MedianOf(Summary summary, BenchmarkCase? benchmarkCase) =>
        benchmarkCase is null ? null : summary[benchmarkCase]?.ResultStatistics?.Median;
}
