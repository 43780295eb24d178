namespace Signet.Policy.Checks.TokenBudget;

/// <summary>So many tokens for a period.</summary>
/// <param name="Period">How long it lasts: <c>windows[].per</c>.</param>
/// <param name="Cap">How many: <c>windows[].cap</c>, 1 to 1,000,000,000,000.</param>
internal sealed record Budget(BudgetPeriod Period, long Cap);
