using Signet.Policy.Content;

namespace Signet.Policy.Pipeline;

/// <summary>One field of one choice of an answer: text that reads on from piece to piece.</summary>
/// <param name="Choice">The choice; 0 or more.</param>
/// <param name="Kind">What the field holds.</param>
/// <param name="Field">The field, such as <c>content</c> or <c>tool_calls/0/arguments</c>; the name of a place, never content.</param>
public sealed record InspectionChannel(int Choice, ContentKind Kind, string Field)
{
    /// <summary>True for text that the answer says a second time, such as the whole of what came in pieces before.</summary>
    public bool IsRepetition { get; init; }

    /// <summary>True for what the model writes and is paid for, once.</summary>
    public bool IsOutput => !IsRepetition && Kind is ContentKind.Text or ContentKind.Reasoning or ContentKind.Refusal or ContentKind.ToolCall;

    // Looked up for every piece of every text: names of one field seldom differ in anything but the choice.
    /// <inheritdoc/>
    public bool Equals(InspectionChannel? other) =>
        ReferenceEquals(this, other) || (other is not null && Choice == other.Choice && Kind == other.Kind && Field == other.Field);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Field, StringComparison.Ordinal) ^ (Choice << 8) ^ (int)Kind;
}
