namespace Signet.Policy.Checks.TokenBudget;

/// <summary>How long a budget lasts. Every period begins where it begins in UTC.</summary>
internal enum BudgetPeriod
{
    /// <summary>A minute.</summary>
    Minute,

    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day, from midnight.</summary>
    Day,

    /// <summary>A month, from its first midnight.</summary>
    Month,
}
