namespace Signet.Policy.Classification;

/// <summary>A word that labels and markings may hold.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Rank">For a level, its rank; for a term, its number.</param>
/// <param name="Audience">For releasabilities and audiences, who it stands for.</param>
internal readonly record struct LatticeWord(LatticeWordKind Kind, int Rank, MemberSet Audience);
