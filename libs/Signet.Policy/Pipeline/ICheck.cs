namespace Signet.Policy.Pipeline;

/// <summary>
/// One rule. A check takes part in every stage whose interface it implements: <see cref="IAdmissionCheck"/>,
/// <see cref="IInspectionCheck"/>, <see cref="ICommitmentCheck"/>, <see cref="IRecordCheck"/>. One instance serves all requests;
/// what belongs to a request stands in its context or in the inspector that the check made for it.
/// A check that throws or outlasts its <see cref="Timeout"/> blocks.
/// </summary>
public interface ICheck
{
    /// <summary>Its name in decisions, metrics and the log: <c>[a-z][a-z0-9_]{0,63}</c>, unique in a pipeline.</summary>
    string Name { get; }

    /// <summary>Lower runs earlier within a stage; ties keep the order of the policy.</summary>
    int Priority => 0;

    /// <summary>How long one call may take. The default is one second.</summary>
    TimeSpan Timeout => TimeSpan.FromSeconds(1);

    /// <summary>
    /// How much processor time one call may use before <see cref="RequestContext.Budget"/> says stop. The default is all of
    /// <see cref="Timeout"/>. A check with much to do asks and stops, by an option of its own or with a block; one that doesn't ask, and
    /// answers without having waited for anything, blocks when it has used more. The time-out needs no help from it.
    /// </summary>
    TimeSpan CpuBudget => Timeout;
}
