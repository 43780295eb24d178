namespace Signet.Policy.Content;

/// <summary>What stands in a <see cref="JoinedText"/> of one item.</summary>
/// <param name="Item">The position of the item in the request's content.</param>
/// <param name="From">Its first character that stands there.</param>
/// <param name="Start">Where that stands in the joined text.</param>
/// <param name="Length">How many characters stand there.</param>
internal readonly record struct JoinedPart(int Item, int From, int Start, int Length)
{
    /// <summary>The position behind its last character in the joined text.</summary>
    internal int End => Start + Length;
}
