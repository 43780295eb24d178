namespace Signet.Policy.Checks.PromptInjection;

/// <summary>The names of sources in policies and in the record.</summary>
internal static class SourceNames
{
    internal static string Of(ContentSource source) => source switch
    {
        ContentSource.System => "system",
        ContentSource.Assistant => "assistant",
        ContentSource.ToolResult => "tool_result",
        ContentSource.Retrieved => "retrieved",
        ContentSource.ToolDefinition => "tool_definition",
        _ => "user",
    };

    internal static ContentSource? Find(string name)
    {
        foreach (ContentSource source in Enum.GetValues<ContentSource>())
        {
            if (Of(source) == name)
            {
                return source;
            }
        }

        return null;
    }
}
