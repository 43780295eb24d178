using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Corpora;

/// <summary>One request with a known decision.</summary>
public sealed record CorpusCase
{
    /// <summary>The family's name, a slash, and the case's own name.</summary>
    public required string Id { get; init; }

    /// <summary>Header fields beside the owner's, or null values to leave one out.</summary>
    public required IReadOnlyDictionary<string, string?> Headers { get; init; }

    /// <summary>What the request holds, with all recipes made.</summary>
    public required IReadOnlyList<ContentItem> Content { get; init; }

    /// <summary>What the model answers, or null when the request alone is decided.</summary>
    public string? Answer { get; init; }

    /// <summary>The call that the model proposes, or null.</summary>
    public ToolCall? Call { get; init; }

    /// <summary>The mildest decision that is right; for <see cref="Decision.Allow"/>, the only one.</summary>
    public required Decision Expected { get; init; }

    /// <summary>True when a decision is right.</summary>
    public bool Accepts(Decision decision) => Expected == Decision.Allow ? decision == Decision.Allow : decision >= Expected;
}
