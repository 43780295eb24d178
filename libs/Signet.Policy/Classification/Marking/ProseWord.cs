namespace Signet.Policy.Classification.Marking;

/// <summary>A name of a level that counts wherever it stands.</summary>
/// <param name="Name">As the lattice spells it.</param>
/// <param name="Folded">Without spaces.</param>
/// <param name="Anchor">The position of the letter by which it is found.</param>
/// <param name="Label">What it stands for.</param>
internal sealed record ProseWord(string Name, string Folded, int Anchor, ClassificationLabel Label);
