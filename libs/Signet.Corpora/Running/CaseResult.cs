using Signet.Policy.Pipeline;

namespace Signet.Corpora.Running;

/// <summary>What a policy decided of a case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Decision">The strictest decision of all stages.</param>
/// <param name="Check">The check that made it.</param>
/// <param name="Failed">True when it stands for a check that failed: that blocks, but nothing was recognised.</param>
/// <param name="Elapsed">How long the stages took.</param>
public sealed record CaseResult(CorpusCase Case, Decision Decision, string Check, bool Failed, TimeSpan Elapsed)
{
    /// <summary>True when the decision is right, and made by a check that worked.</summary>
    public bool IsRight => !Failed && Case.Accepts(Decision);
}
