namespace Signet.Policy.Checks.RateLimit;

/// <summary>What a bucket says to one more request.</summary>
/// <param name="IsTaken">True when the request has its place.</param>
/// <param name="IsBusy">True when too many run at the same time.</param>
/// <param name="Wait">When there may be a place, in microseconds from now; <see cref="Never"/> when time doesn't help.</param>
internal readonly record struct RateVerdict(bool IsTaken, bool IsBusy, long Wait)
{
    internal const long Never = long.MaxValue;
}
