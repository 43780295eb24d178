using Signet.Policy.Limits;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>
/// A token bucket in whole numbers: times in microseconds, requests in billionths of a thousandth, so that a microsecond of the slowest
/// refill is still one. Nothing is rounded away, however long it runs. It holds what is missing, so it outlives a change of the limit.
/// </summary>
internal struct RateBucket : IKeyedState
{
    /// <summary>One request: millionths of it, times the microseconds of a second.</summary>
    private const long Request = 1_000_000_000_000;

    private long _missing;
    private long _at;
    private long _fullAt;
    private int _running;

    /// <inheritdoc/>
    public readonly long IdleFrom => _running > 0 ? long.MaxValue : _fullAt;

    /// <summary>Takes a place for one more request, if there is one.</summary>
    internal RateVerdict Take(RateAllowance allowance, long now)
    {
        Refill(allowance, now);
        if (allowance.MaxConcurrent > 0 && _running >= allowance.MaxConcurrent)
        {
            return new RateVerdict(IsTaken: false, IsBusy: true, RateVerdict.Never);
        }

        long capacity = allowance.Capacity * Request;
        long over = _missing + Request - capacity;
        if (over > 0)
        {
            return new RateVerdict(IsTaken: false, IsBusy: false, TimeFor(over, allowance.RefillMillionths));
        }

        _missing += Request;
        _running += allowance.MaxConcurrent > 0 ? 1 : 0;
        _fullAt = TimeFor(_missing, allowance.RefillMillionths) is var wait and < RateVerdict.Never ? _at + wait : long.MaxValue;
        return new RateVerdict(IsTaken: true, IsBusy: false, 0);
    }

    /// <summary>A request that was counted as running has ended. What it took of the rate comes back with time alone.</summary>
    internal void End() => _running--;

    private void Refill(RateAllowance allowance, long now)
    {
        // Two threads may bring their times in another order than they read them.
        if (now > _at)
        {
            long elapsed = now - _at;
            long refill = allowance.RefillMillionths;
            _missing -= refill > 0 && elapsed > _missing / refill ? _missing : elapsed * refill;
            _at = now;
        }

        // The limit may have become smaller since.
        _missing = Math.Min(_missing, allowance.Capacity * Request);
    }

    private static long TimeFor(long amount, long refill) => refill == 0 ? RateVerdict.Never : (amount + refill - 1) / refill;
}
