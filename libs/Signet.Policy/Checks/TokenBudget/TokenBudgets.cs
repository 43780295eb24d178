namespace Signet.Policy.Checks.TokenBudget;

/// <summary>The budgets of a check, with their accounts.</summary>
internal sealed class TokenBudgets(IReadOnlyList<(long Cap, BudgetAccounts Accounts)> budgets)
{
    private readonly (long Cap, BudgetAccounts Accounts)[] _budgets = [.. budgets];

    /// <summary>The most that any request can get.</summary>
    internal long Smallest { get; } = budgets.Min(budget => budget.Cap);

    internal int Count => _budgets.Length;

    internal (long Cap, BudgetAccounts Accounts) this[int index] => _budgets[index];
}
