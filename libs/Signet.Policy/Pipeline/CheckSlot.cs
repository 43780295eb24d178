namespace Signet.Policy.Pipeline;

/// <summary>A check with its properties as they were when the pipeline was built, so that none can change under it.</summary>
internal sealed record CheckSlot(ICheck Check, string Name, int Priority, TimeSpan Timeout, TimeSpan CpuBudget)
{
    internal CheckSlot(ICheck check)
        : this(check, check.Name, check.Priority, check.Timeout, check.CpuBudget)
    {
    }
}
