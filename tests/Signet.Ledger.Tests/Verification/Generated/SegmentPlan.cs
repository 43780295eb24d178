namespace Signet.Ledger.Tests.Verification.Generated;

/// <summary>One segment of a plan.</summary>
/// <param name="Opens">A new writer takes over before it.</param>
/// <param name="Rotates">It ends with the replacement of the chain key.</param>
/// <param name="Steps">What stands in it: the step, which producer it concerns, and a number that varies it.</param>
internal sealed record SegmentPlan(bool Opens, bool Rotates, IReadOnlyList<(LogStep Step, int Who, int How)> Steps);
