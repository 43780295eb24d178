using Signet.Policy.Limits;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>What a key has used of one budget, and what is set aside for the requests that run.</summary>
internal struct BudgetAccount : IKeyedState
{
    /// <summary>A model that says it wrote more is not believed; sums of such numbers stay in range.</summary>
    private const long MaxTokens = 1L << 53;

    private BudgetWindow _window;
    private long _used;
    private long _reserved;

    /// <inheritdoc/>
    public readonly long IdleFrom => _used == 0 && _reserved == 0 ? long.MinValue : _window.End;

    /// <summary>Sets tokens aside, if so many are left.</summary>
    /// <param name="tokens">How many: 0 or more.</param>
    /// <param name="cap">How many the budget has.</param>
    /// <param name="window">The period in which it is now.</param>
    /// <returns>The period in which they are set aside, or in which there are too few.</returns>
    internal (bool IsReserved, BudgetWindow Window) Reserve(long tokens, long cap, BudgetWindow window)
    {
        // A clock that is put back opens no period a second time.
        if (window.Start > _window.Start)
        {
            (_window, _used, _reserved) = (window, 0, 0);
        }

        if (tokens > cap - _used - _reserved)
        {
            return (false, _window);
        }

        _reserved += tokens;
        return (true, _window);
    }

    /// <summary>Sets more aside in the period of an earlier reservation, if so many are left; when that is over nothing is left to guard.</summary>
    internal bool Extend(long tokens, long cap, BudgetWindow window) => window != _window || Reserve(tokens, cap, window).IsReserved;

    /// <summary>Replaces what was set aside by what was used. Nothing happens when the period is over.</summary>
    internal void Settle(long reserved, long used, BudgetWindow window)
    {
        if (window != _window)
        {
            return;
        }

        _reserved -= reserved;
        _used = Math.Min(MaxTokens, _used + Math.Clamp(used, 0, MaxTokens));
    }

    /// <summary>What is used and set aside in a period.</summary>
    internal readonly (long Used, long Reserved) In(BudgetWindow window) => window == _window ? (_used, _reserved) : (0, 0);
}
