namespace Signet.Policy.Classification;

/// <summary>A word that says whom data may be released to, such as NOFORN.</summary>
/// <param name="Name">The word.</param>
/// <param name="Aliases">Other words that mean it.</param>
/// <param name="Audiences">Those who remain.</param>
internal sealed record LatticeReleasability(string Name, IReadOnlyList<string> Aliases, IReadOnlyList<string> Audiences);
