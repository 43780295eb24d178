using Signet.Policy.Limits;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>A request that has taken a place and not ended.</summary>
internal sealed class RunningRequest(RateBuckets buckets, LimitKey key)
{
    private int _hasEnded;

    /// <summary>Gives the place back, once.</summary>
    internal void End()
    {
        if (Interlocked.Exchange(ref _hasEnded, 1) == 0)
        {
            buckets.End(key);
        }
    }
}
