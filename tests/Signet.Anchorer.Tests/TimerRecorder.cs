using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Signet.Anchorer.Tests;

/// <summary>A fake clock that tells when something starts to wait, so that a test moves it exactly then.</summary>
internal sealed class TimerRecorder : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _timers = Channel.CreateUnbounded<TimeSpan>();

    public TimerRecorder()
        : base(new DateTimeOffset(2026, 5, 6, 7, 8, 9, TimeSpan.Zero))
    {
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Skips timers until one in the range was started, and answers how long it runs.</summary>
    public async Task<TimeSpan> NextTimerAsync(TimeSpan from, TimeSpan to)
    {
        while (true)
        {
            TimeSpan due = await _timers.Reader.ReadAsync(Xunit.TestContext.Current.CancellationToken);
            if (due >= from && due <= to)
            {
                return due;
            }
        }
    }

    public Task<TimeSpan> NextTimerAsync(TimeSpan exactly) => NextTimerAsync(exactly, exactly);
}
