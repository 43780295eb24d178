namespace Signet.Policy.Pipeline;

/// <summary>
/// How much processor time the check that runs now may still use (<see cref="ICheck.CpuBudget"/>). A check whose work depends on what
/// it is shown asks every few KiB; one that never asks is measured when it has answered. What is measured is the time since it was called:
/// never less than the thread's own, which costs a system call to ask for, and a machine without a free processor spends it too.
/// Not safe for concurrent use.
/// </summary>
public sealed class CpuBudget
{
    private TimeProvider? _time;
    private long _started;
    private TimeSpan _limit = System.Threading.Timeout.InfiniteTimeSpan;
    private bool _isKnown;

    /// <summary>True when nothing is left. Without a pipeline around the check nothing is ever spent.</summary>
    public bool IsSpent => _isKnown = _isKnown || (_time is not null && _time.GetElapsedTime(_started) > _limit);

    /// <summary>Ends the check, and with a block what it judges, when nothing is left.</summary>
    /// <exception cref="CpuBudgetException">Nothing is left.</exception>
    public void ThrowIfSpent()
    {
        if (IsSpent)
        {
            throw new CpuBudgetException();
        }
    }

    internal void Restart(TimeProvider time, long started, TimeSpan limit) => (_time, _started, _limit, _isKnown) = (time, started, limit, false);

    /// <summary>
    /// True when a check that has answered used more without having been told. One that was told has stopped as its options say, and its
    /// answer counts.
    /// </summary>
    internal bool IsOverdrawn(TimeSpan spent) => spent > _limit && !_isKnown;
}
