using Signet.Policy.Limits;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>The tokens that are set aside for one request, in every budget. Belongs to one request; not safe for concurrent use.</summary>
internal sealed class Reservation
{
    private readonly TokenBudgets _budgets;
    private readonly LimitKey _key;
    private readonly BudgetWindow[] _windows;
    private bool _isSettled;

    private Reservation(TokenBudgets budgets, LimitKey key, long tokens)
    {
        (_budgets, _key, Tokens) = (budgets, key, tokens);
        _windows = new BudgetWindow[budgets.Count];
    }

    /// <summary>How many are set aside.</summary>
    internal long Tokens { get; private set; }

    /// <summary>How many the answer has needed so far, by signet's count.</summary>
    internal long Needed { get; private set; }

    /// <summary>True once the answer has needed more than was left.</summary>
    internal bool IsExceeded { get; private set; }

    /// <summary>Sets tokens aside in all budgets, or in none.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="key">Whose they are.</param>
    /// <param name="tokens">How many.</param>
    /// <param name="needed">How many of them are needed already.</param>
    /// <param name="wait">How long until there may be enough, when there are too few.</param>
    internal static Reservation? TryMake(TokenBudgets budgets, LimitKey key, long tokens, long needed, out TimeSpan wait)
    {
        Reservation reservation = new(budgets, key, tokens) { Needed = needed };
        for (int i = 0; i < budgets.Count; i++)
        {
            if (!budgets[i].Accounts.TryReserve(key, tokens, budgets[i].Cap, out reservation._windows[i], out wait))
            {
                reservation.Release(i, tokens);
                return null;
            }
        }

        wait = TimeSpan.Zero;
        return reservation;
    }

    /// <summary>The answer has grown: sets more aside where that is needed. False once there is too little left.</summary>
    /// <param name="tokens">By how many it has grown.</param>
    /// <param name="step">How many are set aside at once, so that not every word asks.</param>
    internal bool TryGrow(long tokens, long step)
    {
        Needed += tokens;
        if (!IsExceeded && Needed > Tokens)
        {
            long missing = Needed - Tokens;
            IsExceeded = !TryExtend(Math.Max(missing, step)) && !TryExtend(missing);
        }

        return !IsExceeded;
    }

    /// <summary>Replaces what is set aside by what was used. Only the first time counts.</summary>
    internal void Settle(long used)
    {
        if (_isSettled)
        {
            return;
        }

        _isSettled = true;
        for (int i = 0; i < _windows.Length; i++)
        {
            _budgets[i].Accounts.Settle(_key, Tokens, used, _windows[i]);
        }
    }

    private bool TryExtend(long tokens)
    {
        for (int i = 0; i < _windows.Length; i++)
        {
            if (!_budgets[i].Accounts.TryExtend(_key, tokens, _budgets[i].Cap, _windows[i]))
            {
                Release(i, tokens);
                return false;
            }
        }

        Tokens += tokens;
        return true;
    }

    private void Release(int count, long tokens)
    {
        for (int i = 0; i < count; i++)
        {
            _budgets[i].Accounts.Settle(_key, tokens, 0, _windows[i]);
        }
    }
}
