namespace Signet.Auditor.Tests.Simulation;

/// <summary>
/// One thread, one time, one source of chance: whatever is to happen happens in the order of its time. The same seed gives the same world.
/// </summary>
internal sealed class SimWorld(int seed)
{
    private readonly PriorityQueue<Action, (long At, long Order)> _events = new();
    private long _order;

    public Random Random { get; } = new(seed);

    /// <summary>The time since the world began, in ticks.</summary>
    public long Now { get; private set; }

    public bool Faults { get; set; } = true;

    public void In(TimeSpan wait, Action action) => _events.Enqueue(action, (Now + Math.Max(0, wait.Ticks), _order++));

    /// <summary>True with a probability, while the world has faults.</summary>
    public bool Fails(double share) => Faults && Random.NextDouble() < share;

    /// <summary>Mostly a few milliseconds, sometimes seconds.</summary>
    public TimeSpan Delay()
    {
        var draw = Random.NextDouble();
        var longest = !Faults || draw < 0.8 ? 5 : draw < 0.97 ? 120 : 4_000;
        return TimeSpan.FromMilliseconds(Random.NextDouble() * longest);
    }

    /// <summary>Lets the next thing happen; false when nothing will.</summary>
    public bool Step()
    {
        if (!_events.TryDequeue(out var action, out var at))
        {
            return false;
        }

        Now = Math.Max(Now, at.At);
        action();
        return true;
    }
}
