namespace Signet.Policy.Pipeline;

/// <summary>
/// How much processor time the check that runs now may still use (<see cref="ICheck.CpuBudget"/>). A check whose work depends on what
/// it is shown asks every few KiB. What is measured is the time since it was called: a machine without a free processor spends it too.
/// Not safe for concurrent use.
/// </summary>
public sealed class CpuBudget
{
    private TimeProvider? _time;
    private long _started;
    private TimeSpan _limit = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>True when nothing is left. Without a pipeline around the check nothing is ever spent.</summary>
    public bool IsSpent => _time is not null && _time.GetElapsedTime(_started) > _limit;

    /// <summary>Ends the check, and with a block what it judges, when nothing is left.</summary>
    /// <exception cref="CpuBudgetException">Nothing is left.</exception>
    public void ThrowIfSpent()
    {
        if (IsSpent)
        {
            throw new CpuBudgetException();
        }
    }

    internal void Restart(TimeProvider time, long started, TimeSpan limit) => (_time, _started, _limit) = (time, started, limit);
}
