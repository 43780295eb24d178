namespace Signet.Policy.Checks.TokenBudget;

/// <summary>Which tokens count.</summary>
internal enum CountedTokens
{
    /// <summary>Those that the model writes.</summary>
    Output,

    /// <summary>Those that it reads.</summary>
    Input,

    /// <summary>Both.</summary>
    Total,
}
