namespace Signet.Cli.Reports;

/// <summary>Bars for the rows of a table: the first column names a bar, and each part of it is a column.</summary>
/// <param name="Columns">The columns that are stacked, by index.</param>
internal sealed record ReportChart(IReadOnlyList<int> Columns);
