namespace Signet.Cli.Reports;

/// <summary>What a report says, before it is Markdown, a page or JSON.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Facts">What it rests on: name and value.</param>
/// <param name="Tables">What it says.</param>
internal sealed record ReportDocument(string Title, IReadOnlyList<(string Name, string Value)> Facts, IReadOnlyList<ReportTable> Tables);
