namespace Signet.Policy.Classification.Marking;

/// <summary>One folded character of a text.</summary>
/// <param name="Code">An upper-case ASCII character, or 0 for what belongs to no marking and for the end.</param>
/// <param name="IsUpper">It isn't lower case in the text.</param>
/// <param name="IsWord">It is a letter or digit.</param>
/// <param name="Parted">White space stands before it, or something that is no letter or digit.</param>
/// <param name="SpaceBefore">White space stands before it.</param>
/// <param name="LineBefore">A line break stands before it.</param>
/// <param name="Start">Where the character that it comes from starts.</param>
/// <param name="End">Where that character ends.</param>
internal readonly record struct MarkingSymbol(
    byte Code, bool IsUpper, bool IsWord, bool Parted, bool SpaceBefore, bool LineBefore, int Start, int End);
