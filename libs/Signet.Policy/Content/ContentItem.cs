namespace Signet.Policy.Content;

/// <summary>One piece of content as every check sees it. No check knows a wire format.</summary>
public sealed record ContentItem
{
    /// <summary>What it is.</summary>
    public required ContentKind Kind { get; init; }

    /// <summary>Which way it flows.</summary>
    public required ContentDirection Direction { get; init; }

    /// <summary>Who speaks.</summary>
    public ContentRole Role { get; init; }

    /// <summary>The position of the message (request) or choice (response) that it belongs to; 0 or more.</summary>
    public int Index { get; init; }

    /// <summary>Where it stands in the body: a JSON Pointer (RFC 6901). Names a place, never content.</summary>
    public required string Location { get; init; }

    /// <summary>The text itself. For a tool call, its arguments; for media, empty.</summary>
    public required string Text { get; init; }
}
