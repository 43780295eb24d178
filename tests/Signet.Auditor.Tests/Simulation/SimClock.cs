namespace Signet.Auditor.Tests.Simulation;

/// <summary>The clock of one process, which may be wrong; it stands still once the process is dead.</summary>
internal sealed class SimClock(SimWorld world, TimeSpan skew) : TimeProvider
{
    public bool IsDead { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => HastyTime.Start + TimeSpan.FromTicks(world.Now) + skew;

    public override long GetTimestamp() => world.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SimTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SimTimer(SimClock clock, TimerCallback callback, object? state) : ITimer
    {
        private int _setting;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var setting = ++_setting;
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                clock.Schedule(dueTime, () =>
                {
                    if (setting == _setting && !clock.IsDead)
                    {
                        callback(state);
                    }
                });
            }

            return true;
        }

        public void Dispose() => _setting++;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private void Schedule(TimeSpan wait, Action action) => world.In(wait, action);
}
