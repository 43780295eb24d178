namespace Signet.Gateway.Tests.Commits;

/// <summary>The system's time, but for timers of a minute: those come when a test says so.</summary>
internal sealed class MinuteTime : TimeProvider
{
    private Action? _tick;

    public void Tick() => _tick!();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != TimeSpan.FromMinutes(1) || period != dueTime)
        {
            return System.CreateTimer(callback, state, dueTime, period);
        }

        _tick = () => callback(state);
        return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
