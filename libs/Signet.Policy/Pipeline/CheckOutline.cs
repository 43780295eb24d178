namespace Signet.Policy.Pipeline;

/// <summary>One check of a policy as it stands there, for people who want to know what runs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Stages">The stages in which it takes part, in their order.</param>
/// <param name="Priority">Lower runs earlier within a stage.</param>
/// <param name="Timeout">How long one call may take.</param>
/// <param name="CpuBudget">How much processor time one call may use.</param>
public sealed record CheckOutline(string Name, IReadOnlyList<Stage> Stages, int Priority, TimeSpan Timeout, TimeSpan CpuBudget);
