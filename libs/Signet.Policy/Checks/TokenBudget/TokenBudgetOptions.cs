using Signet.Policy.Limits;

namespace Signet.Policy.Checks.TokenBudget;

/// <summary>Options of <c>token_budget</c>.</summary>
internal sealed record TokenBudgetOptions
{
    /// <summary><c>by</c>: what requests must have in common to share a budget.</summary>
    public LimitScope Scope { get; init; } = LimitScope.Owner;

    /// <summary><c>count</c>: which tokens count.</summary>
    public CountedTokens Count { get; init; } = CountedTokens.Output;

    /// <summary><c>windows</c>: the budgets, each of another period; all must have enough left.</summary>
    public required IReadOnlyList<Budget> Budgets { get; init; }

    /// <summary><c>default_estimate</c>: what is set aside for each choice of a request that doesn't say how long it may get.</summary>
    public long DefaultEstimate { get; init; } = 1_024;

    /// <summary><c>on_exceeded: stop</c>: ends an answer that gets longer than what is left.</summary>
    public bool StopsAnswers { get; init; }

    /// <summary><c>max_keys</c>: about how many budgets are kept apart at once.</summary>
    public int MaxKeys { get; init; } = LimitOptions.DefaultKeys;
}
