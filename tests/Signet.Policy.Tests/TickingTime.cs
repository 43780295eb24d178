namespace Signet.Policy.Tests;

/// <summary>A clock on which so much time goes by whenever somebody reads it, and which counts the readings.</summary>
internal sealed class TickingTime(TimeSpan tick) : TimeProvider
{
    private long _readings;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>How often it has been read.</summary>
    public long Readings => Interlocked.Read(ref _readings);

    public override long GetTimestamp() => Interlocked.Increment(ref _readings) * tick.Ticks;
}
