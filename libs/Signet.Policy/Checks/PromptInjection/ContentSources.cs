using Signet.Policy.Content;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Tells where an item comes from.</summary>
internal static class ContentSources
{
    internal static ContentSource Of(ContentItem item) => item switch
    {
        { Kind: ContentKind.ToolResult } or { Role: ContentRole.Tool } => ContentSource.ToolResult,
        { Kind: ContentKind.ToolDefinition } => ContentSource.ToolDefinition,
        _ when IsRetrieved(item.Location) => ContentSource.Retrieved,
        { Role: ContentRole.System or ContentRole.Developer } => ContentSource.System,
        { Role: ContentRole.Assistant } or { Kind: ContentKind.ToolCall or ContentKind.Reasoning or ContentKind.Refusal } => ContentSource.Assistant,
        _ => ContentSource.User,
    };

    // A document's text stands in its source, a search result's in its content; both are parts of a message.
    private static bool IsRetrieved(string location) =>
        location.Contains("/source/", StringComparison.Ordinal) || location.Contains("/documents/", StringComparison.Ordinal)
        || location.Contains("/search_results/", StringComparison.Ordinal);
}
