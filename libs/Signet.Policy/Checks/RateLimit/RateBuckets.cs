using Signet.Policy.Limits;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>The buckets of all keys, and the clock that they share. Outlives the check. Safe for concurrent use.</summary>
internal sealed class RateBuckets(TimeProvider time, int maxKeys)
{
    private readonly KeyedStates<RateBucket> _buckets = new(maxKeys);
    private readonly long _origin = time.GetTimestamp();

    /// <summary>How many keys have a bucket.</summary>
    internal int Count => _buckets.Count;

    internal void Resize(int keys) => _buckets.Resize(keys);

    /// <summary>Takes a place for a request.</summary>
    internal RateVerdict Take(in LimitKey key, RateAllowance allowance)
    {
        long now = time.GetElapsedTime(_origin).Ticks / TimeSpan.TicksPerMicrosecond;
        bool hasBucket = _buckets.TryUse(
            key,
            now,
            (Allowance: allowance, Now: now),
            static (ref RateBucket bucket, (RateAllowance Allowance, long Now) use) => bucket.Take(use.Allowance, use.Now),
            out RateVerdict verdict,
            out long placeFrom);
        return hasBucket ? verdict : new RateVerdict(
            IsTaken: false, IsBusy: false, placeFrom == long.MaxValue ? RateVerdict.Never : Math.Max(1, placeFrom - now));
    }

    /// <summary>A request that took a place has ended.</summary>
    internal void End(in LimitKey key) => _buckets.TryUseKnown(
        key,
        0,
        static (ref RateBucket bucket, int _) =>
        {
            bucket.End();
            return true;
        },
        out _);
}
