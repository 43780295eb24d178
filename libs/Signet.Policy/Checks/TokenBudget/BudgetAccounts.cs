using Signet.Policy.Limits;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>The accounts of all keys for one period. Outlives the check. Safe for concurrent use.</summary>
internal sealed class BudgetAccounts(BudgetPeriod period, TimeProvider time, int maxKeys)
{
    private readonly KeyedStates<BudgetAccount> _accounts = new(maxKeys);

    internal void Resize(int keys) => _accounts.Resize(keys);

    /// <summary>Sets tokens aside for a request.</summary>
    /// <param name="key">Whose they are.</param>
    /// <param name="tokens">How many.</param>
    /// <param name="cap">How many the budget has.</param>
    /// <param name="window">The period in which they are set aside.</param>
    /// <param name="wait">How long until there may be enough, when there are too few.</param>
    internal bool TryReserve(in LimitKey key, long tokens, long cap, out BudgetWindow window, out TimeSpan wait)
    {
        DateTimeOffset now = time.GetUtcNow();
        bool hasAccount = _accounts.TryUse(
            key,
            now.UtcTicks,
            (Tokens: tokens, Cap: cap, Window: BudgetWindow.Of(period, now)),
            static (ref BudgetAccount account, (long Tokens, long Cap, BudgetWindow Window) use) =>
                account.Reserve(use.Tokens, use.Cap, use.Window),
            out (bool IsReserved, BudgetWindow Window) answer,
            out long placeFrom);
        window = answer.Window;
        wait = TimeSpan.FromTicks(Math.Max(1, (hasAccount ? window.End : placeFrom) - now.UtcTicks));
        return answer.IsReserved;
    }

    /// <summary>Sets more aside in the period of an earlier reservation, as long as it lasts.</summary>
    internal bool TryExtend(in LimitKey key, long tokens, long cap, BudgetWindow window) =>
        !_accounts.TryUseKnown(
            key,
            (Tokens: tokens, Cap: cap, Window: window),
            static (ref BudgetAccount account, (long Tokens, long Cap, BudgetWindow Window) use) =>
                account.Extend(use.Tokens, use.Cap, use.Window),
            out bool isExtended) || isExtended;

    /// <summary>Replaces what was set aside by what was used.</summary>
    internal void Settle(in LimitKey key, long reserved, long used, BudgetWindow window) => _accounts.TryUseKnown(
        key,
        (Reserved: reserved, Used: used, Window: window),
        static (ref BudgetAccount account, (long Reserved, long Used, BudgetWindow Window) use) =>
        {
            account.Settle(use.Reserved, use.Used, use.Window);
            return true;
        },
        out _);

    /// <summary>What a key has used in the period that it is now, and what is set aside.</summary>
    internal (long Used, long Reserved) Of(in LimitKey key)
    {
        _accounts.TryUseKnown(
            key,
            BudgetWindow.Of(period, time.GetUtcNow()),
            static (ref BudgetAccount account, BudgetWindow window) => account.In(window),
            out (long, long) amounts);
        return amounts;
    }
}
