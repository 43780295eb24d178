using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>The shape that a request must have, so that every check knows what it looks at.</summary>
internal static class MessagesRequestShape
{
    /// <summary>A stable token for what is wrong, or null.</summary>
    public static string? Fault(JsonPart root)
    {
        if (RequestShape.MessagesFault(root, MessageFault) is { } fault)
        {
            return fault;
        }

        if (root.Member("system") is { IsNull: false } system && !IsContent(system))
        {
            return "system_invalid";
        }

        return root.Member("tools") is { IsNull: false } tools && !(tools.IsArray && tools.Children.All(tool => tool.IsObject))
            ? "tools_invalid"
            : null;
    }

    private static string? MessageFault(JsonPart message)
    {
        if (!message.IsObject)
        {
            return "message_not_an_object";
        }

        if (message.Member("role") is not { IsString: true } role || !MessagesVocabulary.Roles.Contains(role.Text!))
        {
            return "message_role_unknown";
        }

        if (message.Member("content") is not { } content || !IsContent(content))
        {
            return "message_content_invalid";
        }

        foreach (var block in content.Children)
        {
            if (block.MemberText("type") == "tool_result" && block.Member("content") is { IsNull: false } result && !IsContent(result))
            {
                return "tool_result_invalid";
            }

            if (MessagesVocabulary.CallTypes.Contains(block.MemberText("type")!) && block.Member("name") is not { IsString: true })
            {
                return "tool_use_invalid";
            }
        }

        return null;
    }

    private static bool IsContent(JsonPart content) =>
        content.IsString || (content.IsArray && content.Children.All(block => block.IsObject && block.Member("type") is { IsString: true }));
}
