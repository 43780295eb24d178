namespace Signet.Cli.Diagnosis;

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to: <c>versions</c>, <c>store</c>, <c>tsa</c>, <c>clock</c>, <c>dapr</c>, <c>cluster</c>, <c>policy</c>, <c>enforcement</c>.</param>
/// <param name="Status">How it is.</param>
/// <param name="Text">What was seen, in one sentence.</param>
/// <param name="Fix">What to do; null where nothing has to be done.</param>
internal sealed record Finding(string Area, FindingStatus Status, string Text, string? Fix = null)
{
    public static Finding Good(string area, string text) => new(area, FindingStatus.Good, text);

    public static Finding Warning(string area, string text, string fix) => new(area, FindingStatus.Warning, text, fix);

    public static Finding Failure(string area, string text, string fix) => new(area, FindingStatus.Failure, text, fix);

    public static Finding Skipped(string area, string text, string fix) => new(area, FindingStatus.Skipped, text, fix);
}
