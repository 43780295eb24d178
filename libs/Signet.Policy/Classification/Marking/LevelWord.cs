namespace Signet.Policy.Classification.Marking;

/// <summary>A name of a level.</summary>
/// <param name="Name">As the lattice spells it.</param>
/// <param name="Length">Its length without spaces.</param>
/// <param name="Rank">The level.</param>
internal sealed record LevelWord(string Name, int Length, int Rank);
