using Signet.Policy.Documents;
using Signet.Policy.Limits;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>Reads <c>token_budget</c> from a policy document.</summary>
internal static class TokenBudgetFactory
{
    private const int MaxWindows = 4;
    private const long MaxCap = 1_000_000_000_000;
    private const long MaxEstimate = 1_000_000_000;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        TokenBudgetOptions options = new()
        {
            Scope = LimitOptions.Scope(reader),
            Count = reader.Choice(
                "count", CountedTokens.Output, ("output", CountedTokens.Output), ("input", CountedTokens.Input), ("total", CountedTokens.Total)),
            Budgets = Budgets(reader),
            DefaultEstimate = reader.LongNumber("default_estimate", 1, MaxEstimate, 1_024),
            StopsAnswers = reader.Choice("on_exceeded", false, ("finish", false), ("stop", true)),
            MaxKeys = LimitOptions.Keys(reader),
        };
        if (options.Budgets.Any(budget => budget.Cap < options.DefaultEstimate))
        {
            reader.Warn("default_estimate", "is more than a window has: requests that don't say how long the answer may get are refused");
        }

        return environment =>
        {
            TokenBudgets budgets = new([.. options.Budgets.Select(budget => (budget.Cap, AccountsOf(budget, options, environment)))]);
            return options.StopsAnswers && options.Count != CountedTokens.Input
                ? new MeteredTokenBudgetCheck(options, budgets, environment.Tokens)
                : new TokenBudgetCheck(options, budgets, environment.Tokens);
        };
    }

    private static BudgetAccounts AccountsOf(Budget budget, TokenBudgetOptions options, CheckEnvironment environment)
    {
        // What is counted otherwise, or for others, is another budget.
        string key = $"{environment.Policy}/{environment.Name}/{TokenBudgetCheck.CheckName}"
            + $"/{LimitOptions.NameOf(options.Scope)}/{options.Count}/{budget.Period}";
        BudgetAccounts accounts = environment.States.GetOrAdd(
            key, () => new BudgetAccounts(budget.Period, environment.Time, options.MaxKeys));
        accounts.Resize(options.MaxKeys);
        return accounts;
    }

    private static List<Budget> Budgets(OptionReader reader)
    {
        List<Budget> budgets = [];
        foreach (OptionReader window in reader.Objects("windows", MaxWindows))
        {
            window.Require("per");

            window.Require("cap");

            Budget budget = new(
                window.Choice(
                    "per",
                    BudgetPeriod.Day,
                    ("minute", BudgetPeriod.Minute),
                    ("hour", BudgetPeriod.Hour),
                    ("day", BudgetPeriod.Day),
                    ("month", BudgetPeriod.Month)),
                window.LongNumber("cap", 1, MaxCap, 1));
            if (budgets.Any(other => other.Period == budget.Period))
            {
                window.Error("per", "stands twice");
            }

            budgets.Add(budget);
        }

        if (budgets.Count == 0)
        {
            reader.Error("windows", "must hold at least one");
        }

        return budgets;
    }
}
