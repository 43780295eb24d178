namespace Signet.Gateway.Flow;

/// <summary>Lets a number of things through each second, and as many at once. Safe for concurrent use.</summary>
internal sealed class TokenBucket
{
    private readonly long _interval;
    private readonly long _burst;
    private readonly TimeProvider _time;

    // The time at which the bucket will be full again: one number, so that no lock is needed.
    private long _full;

    public TokenBucket(int perSecond, TimeProvider time)
    {
        _time = time;
        _interval = Math.Max(1, time.TimestampFrequency / perSecond);
        _burst = _interval * perSecond;
        _full = time.GetTimestamp();
    }

    public bool IsFull => Volatile.Read(ref _full) <= _time.GetTimestamp();

    public bool TryTake()
    {
        while (true)
        {
            var seen = Volatile.Read(ref _full);
            var now = _time.GetTimestamp();
            var next = Math.Max(seen, now) + _interval;
            if (next - now > _burst)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _full, next, seen) == seen)
            {
                return true;
            }
        }
    }
}
