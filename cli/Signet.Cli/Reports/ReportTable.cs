namespace Signet.Cli.Reports;

/// <summary>A table of a report.</summary>
/// <param name="Id">Its name for programs; never changes.</param>
/// <param name="Title">Its heading.</param>
/// <param name="Note">What to know before reading it.</param>
/// <param name="Heads">The columns.</param>
/// <param name="Rows">A string or a number for each column.</param>
/// <param name="Chart">How it is drawn, or null where it isn't.</param>
internal sealed record ReportTable(
    string Id, string Title, string Note, IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<object>> Rows, ReportChart? Chart = null);
