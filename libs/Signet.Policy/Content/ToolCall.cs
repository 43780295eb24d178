namespace Signet.Policy.Content;

/// <summary>A complete tool call that a model proposes and that nobody has seen yet.</summary>
public sealed record ToolCall
{
    /// <summary>The choice it belongs to; 0 or more.</summary>
    public required int Choice { get; init; }

    /// <summary>Its position among the calls of that choice; 0 or more.</summary>
    public required int Index { get; init; }

    /// <summary>The name that the model gave the call, or null.</summary>
    public string? CallId { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Name { get; init; }

    /// <summary>The arguments exactly as the model wrote them; not necessarily valid JSON.</summary>
    public required string Arguments { get; init; }
}
