namespace Signet.Auditor.Tests;

/// <summary>A clock that a test moves; whoever waits for it waits for a moment only, however long the wait is meant to be.</summary>
internal sealed class HastyTime : TimeProvider
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(2);

    private long _uptime;
    private long _jumped;

    public static DateTimeOffset Start { get; } = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(Interlocked.Read(ref _uptime) + Interlocked.Read(ref _jumped));

    public override long GetTimestamp() => Interlocked.Read(ref _uptime);

    public void Pass(TimeSpan time) => Interlocked.Add(ref _uptime, time.Ticks);

    /// <summary>Sets the clock without time having passed.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jumped, by.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        System.CreateTimer(callback, state, dueTime > Moment ? Moment : dueTime, period);
}
