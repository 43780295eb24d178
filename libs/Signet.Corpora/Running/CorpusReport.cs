namespace Signet.Corpora.Running;

/// <summary>What a policy decided of a corpus.</summary>
/// <param name="Families">Every family of the corpus, by name.</param>
public sealed record CorpusReport(IReadOnlyList<FamilyResult> Families)
{
    /// <summary>The families of one sort that the policy covers.</summary>
    public IEnumerable<FamilyResult> Covered(FamilySort sort) => Families.Where(family => family.Family.Sort == sort && family.IsCovered);

    /// <summary>The families for which the policy has no check.</summary>
    public IEnumerable<FamilyResult> NotCovered => Families.Where(family => !family.IsCovered);

    /// <summary>A quantile of the time that a case takes; zero without cases.</summary>
    /// <param name="quantile">From 0 to 1.</param>
    public TimeSpan Time(double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(quantile);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantile, 1);
        var times = Families.SelectMany(family => family.Cases).Select(result => result.Elapsed).Order().ToList();
        return times.Count == 0 ? TimeSpan.Zero : times[(int)(quantile * (times.Count - 1))];
    }
}
