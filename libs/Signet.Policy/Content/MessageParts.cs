namespace Signet.Policy.Content;

/// <summary>
/// Tells which items a model reads as one text: the text parts of one message. They stand in one list of the body, as <c>…/N/text</c> or
/// <c>…/N</c>, and belong to the same message and speaker. Prompts of a list are messages of their own.
/// </summary>
internal static class MessageParts
{
    private const string Member = "/text";

    /// <summary>True for an item that may be one of several.</summary>
    internal static bool IsPart(ContentItem item) =>
        item.Kind is ContentKind.Text or ContentKind.ToolResult or ContentKind.Reasoning && !ListOf(item.Location).IsEmpty;

    /// <summary>True when two such items are parts of one message.</summary>
    internal static bool AreOne(ContentItem first, ContentItem second) =>
        first.Kind == second.Kind && first.Role == second.Role && first.Index == second.Index
        && ListOf(first.Location).SequenceEqual(ListOf(second.Location));

    /// <summary>
    /// True for what may stand between two parts without ending the text: names, references and pictures, which put no words between them.
    /// </summary>
    internal static bool IsBeside(ContentItem item) => item.Kind is ContentKind.Unknown or ContentKind.Media;

    /// <summary>The place of the list that an item stands in; empty when it stands in none.</summary>
    private static ReadOnlySpan<char> ListOf(string location)
    {
        ReadOnlySpan<char> place = location;
        place = place.EndsWith(Member, StringComparison.Ordinal) ? place[..^Member.Length] : place;
        int slash = place.LastIndexOf('/');
        ReadOnlySpan<char> number = place[(slash + 1)..];
        return slash > 0 && !number.IsEmpty && !number.ContainsAnyExceptInRange('0', '9') ? place[..slash] : [];
    }
}
