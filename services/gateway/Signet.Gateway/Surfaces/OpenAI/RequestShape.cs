using System.Text.Json;
using Signet.Gateway.Json;

namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>What OpenAI's APIs have in common in the shape of their requests.</summary>
internal static class RequestShape
{
    /// <summary>A stable token for what is wrong with the members that all APIs have, or null.</summary>
    public static string? Fault(JsonPart root)
    {
        if (root.Member("model") is not { IsString: true })
        {
            return "model_not_a_string";
        }

        return root.Member("stream") is { } stream && stream.Kind is not (JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null)
            ? "stream_not_a_boolean"
            : null;
    }

    public static bool WantsStream(JsonPart root) => root.Member("stream") is { Kind: JsonValueKind.True };

    /// <summary>
    /// A stable token for a member that isn't a text or a list of texts, or null. Token ids say as much as text does and no check can
    /// read them.
    /// </summary>
    public static string? TextFault(JsonPart root, string member) => root.Member(member) switch
    {
        { IsString: true } => null,
        { IsArray: true } list when list.Children.All(text => text.IsString) => null,
        { IsArray: true } list when list.Children.Any(HoldsTokenIds) => member + "_is_token_ids",
        _ => member + "_invalid",
    };

    private static bool HoldsTokenIds(JsonPart part) => IsNumber(part) || (part.IsArray && part.Children.Any(IsNumber));

    private static bool IsNumber(JsonPart part) => part.Kind == JsonValueKind.Number;
}
