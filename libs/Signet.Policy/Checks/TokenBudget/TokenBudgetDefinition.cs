using Signet.Policy.Documents;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary><c>token_budget</c> as policies know it.</summary>
internal static class TokenBudgetDefinition
{
    internal static CheckDefinition Value { get; } = new()
    {
        Name = TokenBudgetCheck.CheckName,
        Summary = "Limits how many tokens an owner, model or source may use in a minute, an hour, a day or a month.",
        Factory = TokenBudgetFactory.Create,
        Options = new Dictionary<string, string>
        {
            ["by"] = "What requests must have in common to share a budget. Requests without an owner count by source.",
            ["count"] = "Which tokens count: those that the model writes, those that it reads, or both.",
            ["windows"] = "The budgets, one for a period; all must have enough left.",
            ["windows[].per"] = "The period; each begins where it begins in UTC.",
            ["windows[].cap"] = "How many tokens it has.",
            ["default_estimate"] = "Tokens set aside for each choice of a request that doesn't say how long the answer may get.",
            ["on_exceeded"] = "What happens to an answer that gets longer than what is left: it goes on and counts, or is stopped.",
            ["max_keys"] = "About how many budgets are kept apart at once; further keys are refused while all of them are in use.",
        },
    };
}
