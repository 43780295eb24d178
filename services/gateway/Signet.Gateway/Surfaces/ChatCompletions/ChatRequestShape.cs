using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>The shape that a request must have, so that every check knows what it looks at.</summary>
internal static class ChatRequestShape
{
    /// <summary>A stable token for what is wrong, or null.</summary>
    public static string? Fault(JsonPart root) =>
        RequestShape.MessagesFault(root, MessageFault) ?? ToolFault(root, "tools") ?? ToolFault(root, "functions");

    private static string? MessageFault(JsonPart message)
    {
        if (!message.IsObject)
        {
            return "message_not_an_object";
        }

        if (message.Member("role") is not { IsString: true } role || !ChatVocabulary.Roles.Contains(role.Text!))
        {
            return "message_role_unknown";
        }

        if (message.Member("content") is { } content && !IsContent(content))
        {
            return "message_content_invalid";
        }

        if (message.Member("tool_calls") is { IsNull: false } calls && !(calls.IsArray && calls.Children.All(call => call.IsObject)))
        {
            return "tool_calls_invalid";
        }

        return null;
    }

    private static bool IsContent(JsonPart content) =>
        content.IsString || content.IsNull
        || (content.IsArray && content.Children.All(part => part.IsObject && part.Member("type") is { IsString: true }));

    private static string? ToolFault(JsonPart root, string member) =>
        root.Member(member) is not { IsNull: false } tools || (tools.IsArray && tools.Children.All(tool => tool.IsObject))
            ? null
            : member + "_invalid";
}
