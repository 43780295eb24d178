namespace Signet.Corpora;

/// <summary>Cases of one idea.</summary>
public sealed record CorpusFamily
{
    /// <summary>Its name: <c>[a-z][a-z0-9-]{0,63}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is there for.</summary>
    public required FamilySort Sort { get; init; }

    /// <summary>The checks that it is meant for; a policy that has none of them doesn't cover it. Empty: every policy does.</summary>
    public IReadOnlyList<string> Checks { get; init; } = [];

    /// <summary>The language of its texts, a BCP 47 tag, or <c>mul</c> for several.</summary>
    public required string Language { get; init; }

    /// <summary>What the idea is.</summary>
    public required string Notes { get; init; }

    /// <summary>The cases, at least one.</summary>
    public required IReadOnlyList<CorpusCase> Cases { get; init; }

    /// <summary>True when the policy has one of the checks that it is meant for.</summary>
    public bool IsCoveredBy(IEnumerable<string> policyChecks) => Checks.Count == 0 || Checks.Intersect(policyChecks, StringComparer.Ordinal).Any();
}
