namespace Signet.Policy.Pipeline;

/// <summary>The replacement of one span of text.</summary>
/// <param name="Start">First character replaced: UTF-16 code units from the start of the item or channel; 0 or more.</param>
/// <param name="Length">Characters replaced; 1 or more.</param>
/// <param name="Replacement">What stands there instead; may be empty.</param>
public readonly record struct TextEdit(long Start, int Length, string Replacement)
{
    /// <summary>The first character after the span.</summary>
    public long End => Start + Length;
}
