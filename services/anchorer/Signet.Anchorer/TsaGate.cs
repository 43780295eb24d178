using System.Security.Cryptography;

namespace Signet.Anchorer;

/// <summary>
/// Whether one authority may be asked now: not sooner after the last request than it bears, not before it said, and not while it keeps
/// failing. Not safe for concurrent use: one round runs at a time.
/// </summary>
/// <remarks>
/// The circuit opens after some failures in a row, for a time that doubles with each further one and is drawn between half and all of it.
/// Then one request is let through; its success closes the circuit.
/// </remarks>
internal sealed class TsaGate(TsaEndpoint tsa, AnchorerOptions options, TimeProvider time)
{
    private const int MaxDoublings = 20;
    private const int JitterSteps = 1 << 20;

    private static readonly TimeSpan LongestOrder = TimeSpan.FromHours(1);

    private long? _asked;
    private TimeSpan _rest;
    private long _resting;
    private int _failures;

    /// <summary>Whether the circuit is open: the last requests failed, and none has succeeded since.</summary>
    public bool IsOpen => _failures >= options.CircuitFailures;

    /// <summary>
    /// How long it takes until it may be asked by its least time between requests; null while it said itself that it wants to be left alone,
    /// or keeps failing: nobody waits for that.
    /// </summary>
    public TimeSpan? Wait
    {
        get
        {
            long now = time.GetTimestamp();
            if (time.GetElapsedTime(_resting, now) < _rest)
            {
                return null;
            }

            TimeSpan rest = _asked is { } asked ? tsa.Spacing - time.GetElapsedTime(asked, now) : TimeSpan.Zero;
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }

    /// <summary>True when it may be asked, and then counts as asked.</summary>
    public bool TryEnter()
    {
        long now = time.GetTimestamp();
        if ((_asked is { } asked && time.GetElapsedTime(asked, now) < tsa.Spacing) || time.GetElapsedTime(_resting, now) < _rest)
        {
            return false;
        }

        _asked = now;
        return true;
    }

    /// <summary>What came of a request.</summary>
    /// <param name="ok">Whether it gave a valid token.</param>
    /// <param name="retryAfter">How long the authority asks to be left alone; an hour at most counts.</param>
    public void Leave(bool ok, TimeSpan? retryAfter)
    {
        _failures = ok ? 0 : _failures + 1;
        _resting = time.GetTimestamp();
        TimeSpan ordered = retryAfter is { } after && after > TimeSpan.Zero ? Least(after, LongestOrder) : TimeSpan.Zero;
        TimeSpan open = IsOpen ? OpenTime() : TimeSpan.Zero;
        _rest = ordered > open ? ordered : open;
    }

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private TimeSpan OpenTime()
    {
        int doublings = Math.Min(_failures - options.CircuitFailures, MaxDoublings);
        double full = Math.Min(options.MaxCircuitTime.Ticks, options.CircuitTime.Ticks * Math.Pow(2, doublings));
        double share = 0.5 + (0.5 * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps);
        return TimeSpan.FromTicks((long)(full * share));
    }
}
