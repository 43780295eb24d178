namespace Signet.Policy.Classification.Marking;

/// <summary>A word that may follow a level.</summary>
/// <param name="Name">Its name in findings.</param>
/// <param name="Word">What it does.</param>
/// <param name="IsLoose">It counts in lower case behind a level of one letter.</param>
internal sealed record TermWord(string Name, LatticeWord Word, bool IsLoose);
