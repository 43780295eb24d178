namespace Signet.Policy.Pipeline;

/// <summary>A check has used up its processor time.</summary>
public sealed class CpuBudgetException : Exception
{
    /// <summary>Says so.</summary>
    public CpuBudgetException()
        : base("The check has used up its processor time.")
    {
    }
}
