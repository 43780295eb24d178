namespace Signet.Policy.Pipeline;

/// <summary>How much of its work one check did in one stage.</summary>
/// <param name="Name">The check.</param>
/// <param name="Decision">The strictest thing it said, or null when it didn't run: that's not a pass.</param>
/// <param name="Seen">Items (admission), channels (inspection), calls (commitment) or answers (record) that it looked at.</param>
/// <param name="Skipped">Those that its options told it to leave out.</param>
/// <param name="Unread">Those that it should have looked at and couldn't read.</param>
public sealed record CheckCoverage(string Name, Decision? Decision, int Seen, int Skipped, int Unread)
{
    /// <summary>How long it took for an admission, all its runs together; zero in other stages, where checks work piece by piece.</summary>
    public TimeSpan Time { get; init; }
}
