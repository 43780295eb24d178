namespace Signet.Cli.Reports;

/// <summary>Whether, and how, the log was verified in the run that made a report.</summary>
/// <param name="Text">The result in one sentence.</param>
/// <param name="Result">For programs: <c>clean</c>, <c>broken</c>, <c>not_verified</c> or <c>proved</c> (entries under a signed checkpoint, and nothing else).</param>
/// <param name="AnchorsChecked">True when the anchors were checked against pinned roots.</param>
/// <param name="ExitCode">0 nothing is wrong, 1 the log is broken, 2 it couldn't be verified though it was to be.</param>
internal sealed record ReportVerification(string Text, string Result, bool AnchorsChecked, int ExitCode);
