using System.Collections.Frozen;
using System.Text.Json;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces;

/// <summary>What the APIs have in common in the shape of their requests.</summary>
internal static class RequestShape
{
    /// <summary>Members by which some servers take a text as token ids or as vectors, beside the text or in its place.</summary>
    private static readonly FrozenSet<string> OtherForms =
        FrozenSet.Create(StringComparer.Ordinal, "prompt_embeds", "prompt_token_ids", "input_embeds", "input_ids");

    /// <summary>A stable token for what is wrong with the members that all APIs have, or null.</summary>
    public static string? Fault(JsonPart root)
    {
        if (root.Member("model") is not { IsString: true })
        {
            return "model_not_a_string";
        }

        return StreamFault(root);
    }

    /// <summary>A stable token for what is wrong with a list of messages, or with the members that all APIs have; else null.</summary>
    /// <param name="root">The body.</param>
    /// <param name="messageFault">A stable token for what is wrong with a message, or null.</param>
    public static string? MessagesFault(JsonPart root, Func<JsonPart, string?> messageFault)
    {
        if (root.Member("messages") is not { IsArray: true } messages)
        {
            return "messages_not_an_array";
        }

        if (Fault(root) is { } shared)
        {
            return shared;
        }

        foreach (var message in messages.Children)
        {
            if (messageFault(message) is { } fault)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>A stable token for a member <c>stream</c> that isn't true, false or null; else null.</summary>
    public static string? StreamFault(JsonPart root) =>
        root.Member("stream") is { } stream && stream.Kind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
            ? "stream_not_a_boolean"
            : null;

    public static bool WantsStream(JsonPart root) => root.Member("stream") is { Kind: JsonValueKind.True };

    /// <summary>
    /// A stable token for a member that isn't a text or a list of texts, or null. Token ids and vectors say as much as text does and no
    /// check can read them.
    /// </summary>
    public static string? TextFault(JsonPart root, string member) => root.Member(member) switch
    {
        { IsString: true } => OtherFormFault(root, member),
        { IsArray: true } list when list.Children.All(text => text.IsString) => OtherFormFault(root, member),
        { IsArray: true } list when list.Children.Any(HoldsTokenIds) => member + "_is_token_ids",
        _ => member + "_invalid",
    };

    /// <summary>A stable token for a member by which some servers take the text of <paramref name="member"/> otherwise, or null.</summary>
    public static string? OtherFormFault(JsonPart root, string member) =>
        root.Children.Any(other => OtherForms.Contains(other.Key!) && !other.IsNull) ? member + "_not_text" : null;

    private static bool HoldsTokenIds(JsonPart part) => IsNumber(part) || (part.IsArray && part.Children.Any(IsNumber));

    private static bool IsNumber(JsonPart part) => part.Kind == JsonValueKind.Number;
}
