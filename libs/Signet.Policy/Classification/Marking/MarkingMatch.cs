namespace Signet.Policy.Classification.Marking;

/// <summary>A marking found in a text.</summary>
/// <param name="Label">What it stands for.</param>
/// <param name="Form">How it begins, in the lattice's own words, such as <c>TS//SI</c> or <c>(S)</c>: never the text's.</param>
/// <param name="Text">All of it as it was read, folded. It is content: for comparing alone.</param>
internal readonly record struct MarkingMatch(ClassificationLabel Label, string Form, string Text);
