namespace Signet.Corpora.Running;

/// <summary>What a policy decided of a family.</summary>
/// <param name="Family">The family.</param>
/// <param name="Cases">Its cases in the order of the file; empty when the policy doesn't cover it.</param>
public sealed record FamilyResult(CorpusFamily Family, IReadOnlyList<CaseResult> Cases)
{
    /// <summary>True when the policy has a check that it is meant for.</summary>
    public bool IsCovered => Cases.Count > 0;

    /// <summary>How many decisions are right.</summary>
    public int Right => Cases.Count(result => result.IsRight);

    /// <summary>The cases whose decision is wrong.</summary>
    public IEnumerable<CaseResult> Wrong => Cases.Where(result => !result.IsRight);
}
