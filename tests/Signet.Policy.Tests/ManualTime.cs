namespace Signet.Policy.Tests;

/// <summary>A clock that a test moves.</summary>
internal sealed class ManualTime : TimeProvider
{
    private DateTimeOffset _now = new(2031, 1, 31, 23, 59, 0, TimeSpan.Zero);
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _timestamp);

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Time goes by.</summary>
    public void Advance(TimeSpan time)
    {
        _now += time;
        Interlocked.Add(ref _timestamp, time.Ticks);
    }

    /// <summary>Somebody sets the clock; no time goes by.</summary>
    public void Set(DateTimeOffset now) => _now = now;
}
