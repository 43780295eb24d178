namespace Signet.Gateway.Tests;

/// <summary>A clock that a test moves on.</summary>
internal sealed class ManualTime : TimeProvider
{
    private long _timestamp;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _timestamp);

    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2031, 1, 31, 0, 0, 0, TimeSpan.Zero).AddTicks(GetTimestamp());

    public void Advance(TimeSpan time) => Interlocked.Add(ref _timestamp, time.Ticks);
}
