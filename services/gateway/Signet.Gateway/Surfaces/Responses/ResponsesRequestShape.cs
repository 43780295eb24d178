using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>The shape that a request must have, so that every check knows what it looks at.</summary>
internal static class ResponsesRequestShape
{
    /// <summary>A stable token for what is wrong, or null.</summary>
    public static string? Fault(JsonPart root)
    {
        // A stored prompt may bring the model.
        if (root.Member("model") is { IsString: false, IsNull: false })
        {
            return "model_not_a_string";
        }

        if (root.Member("instructions") is { IsString: false, IsNull: false })
        {
            return "instructions_not_a_string";
        }

        if (root.Member("tools") is { IsNull: false } tools && !IsTypedList(tools))
        {
            return "tools_invalid";
        }

        return RequestShape.StreamFault(root) ?? RequestShape.OtherFormFault(root, "input") ?? InputFault(root.Member("input"));
    }

    private static string? InputFault(JsonPart? input)
    {
        if (input is null or { IsNull: true } or { IsString: true })
        {
            return null;
        }

        if (!input.IsArray)
        {
            return "input_invalid";
        }

        foreach (var item in input.Children)
        {
            if (ItemFault(item) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    private static string? ItemFault(JsonPart item)
    {
        if (!item.IsObject || TypeOf(item) is not { } type)
        {
            return "input_item_invalid";
        }

        if (type == ResponsesVocabulary.Message)
        {
            return item.Member("role") is not { IsString: true } role || !ResponsesVocabulary.Roles.Contains(role.Text!)
                ? "message_role_unknown"
                : IsContent(item.Member("content")) ? null : "message_content_invalid";
        }

        return type is "function_call_output" or "custom_tool_call_output" && !IsContent(item.Member("output"))
            ? "tool_output_invalid"
            : null;
    }

    /// <summary>The type of an item: a message and a reference need not say theirs. Null when it has none.</summary>
    public static string? TypeOf(JsonPart item) => item.Member("type") switch
    {
        { IsString: true } type => type.Text,
        null or { IsNull: true } when item.Member("role") is not null => ResponsesVocabulary.Message,
        null or { IsNull: true } when item.Member("id") is { IsString: true } => ResponsesVocabulary.ItemReference,
        _ => null,
    };

    private static bool IsContent(JsonPart? content) => content is null or { IsString: true } or { IsNull: true } || IsTypedList(content);

    private static bool IsTypedList(JsonPart list) =>
        list.IsArray && list.Children.All(part => part.IsObject && part.Member("type") is { IsString: true });
}
