using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>Turns a request of the right shape into content items.</summary>
internal sealed class ChatRequestReader
{
    private readonly JsonPart _root;
    private readonly RequestItems _items = new(ChatVocabulary.Keys);
    private readonly Dictionary<JsonPart, int> _indexes = [];

    public ChatRequestReader(JsonPart root) => _root = root;

    public SurfaceRequest Read()
    {
        foreach (var message in _root.Member("messages")!.Children)
        {
            _indexes.Add(message, _indexes.Count);
        }

        StringWalk.Visit(_root, ChatVocabulary.Keys, Take);
        return _items.ToRequest(_root.MemberText("model"), RequestShape.WantsStream(_root));
    }

    private void Take(ItemPlace place)
    {
        if (!place.IsKey && IsFixedWord(place.Part))
        {
            return;
        }

        if (!place.IsKey && place.Part.Key == "type" && TypesOf(place.Part.Parent) is not null)
        {
            _items.AddUnknown(place.Part.Text);
        }

        var message = MessageOf(place.Part);
        var kind = place.IsKey ? KindOfKey(place.Part) : KindOf(place.Part, message);
        if (kind == ContentKind.Media && !IsEncodedMedia(place.Part))
        {
            // Octets of pictures and sound mean nothing to a check of text; anything that isn't exactly that is text to it.
            kind = ContentKind.Unknown;
        }

        _items.Add(
            place, kind, message is null ? ContentRole.None : RoleOf(message), message is null ? 0 : _indexes[message]);
    }

    private JsonPart? MessageOf(JsonPart part)
    {
        for (var at = part; at is not null; at = at.Parent)
        {
            if (_indexes.ContainsKey(at))
            {
                return at;
            }
        }

        return null;
    }

    private ContentKind KindOfKey(JsonPart part) => IsBelow(part, "tools", "functions") ? ContentKind.ToolDefinition : ContentKind.Unknown;

    private ContentKind KindOf(JsonPart part, JsonPart? message)
    {
        if (message is null)
        {
            return IsBelow(part, "tools", "functions") ? ContentKind.ToolDefinition : ContentKind.Unknown;
        }

        var owner = part.Parent!;
        if (owner == message)
        {
            return part.Key switch
            {
                "content" => TextOf(message),
                "refusal" => ContentKind.Refusal,
                "reasoning" or "reasoning_content" => ContentKind.Reasoning,
                _ => ContentKind.Unknown,
            };
        }

        // A part of the content: content/<n>/text and the like.
        if (owner.Parent is { Key: "content" } list && list.Parent == message)
        {
            return (owner.MemberText("type"), part.Key) switch
            {
                ("text", "text") => TextOf(message),
                ("refusal", "refusal") => ContentKind.Refusal,
                _ => ContentKind.Unknown,
            };
        }

        return (owner.Key, part.Key) switch
        {
            ("image_url", "url") or ("input_audio", "data") or ("file", "file_data") => ContentKind.Media,
            ("function", "arguments") or ("custom", "input") or ("function_call", "arguments") => ContentKind.ToolCall,
            _ => ContentKind.Unknown,
        };
    }

    private static ContentKind TextOf(JsonPart message) =>
        message.MemberText("role") is "tool" or "function" ? ContentKind.ToolResult : ContentKind.Text;

    private static ContentRole RoleOf(JsonPart message) => message.MemberText("role") switch
    {
        "system" => ContentRole.System,
        "developer" => ContentRole.Developer,
        "user" => ContentRole.User,
        "assistant" => ContentRole.Assistant,
        "tool" or "function" => ContentRole.Tool,
        _ => ContentRole.None,
    };

    private bool IsBelow(JsonPart part, string first, string second)
    {
        var top = part;
        while (top.Parent is not null && top.Parent != _root)
        {
            top = top.Parent;
        }

        return top.Key == first || top.Key == second;
    }

    /// <summary>A word that the specification fixes, at the place where it fixes it.</summary>
    private bool IsFixedWord(JsonPart part)
    {
        var owner = part.Parent;
        return part.Key switch
        {
            "role" => owner is not null && _indexes.ContainsKey(owner) && ChatVocabulary.Roles.Contains(part.Text!),
            "type" => TypesOf(owner)?.Contains(part.Text!) ?? false,
            "tool_choice" => owner == _root && ChatVocabulary.ToolChoices.Contains(part.Text!),
            _ => false,
        };
    }

    /// <summary>The types that the specification knows for what an object is, or null where it gives it none.</summary>
    private FrozenSet<string>? TypesOf(JsonPart? owner) => owner?.Parent switch
    {
        { Key: "content" } list when list.Parent is { } message && _indexes.ContainsKey(message) => ChatVocabulary.PartTypes,
        { Key: "tool_calls" } list when list.Parent is { } message && _indexes.ContainsKey(message) => ChatVocabulary.ToolTypes,
        { Key: "tools" } list when list.Parent == _root => ChatVocabulary.ToolTypes,
        _ => null,
    };

    /// <summary>Base64, bare or as a <c>data:</c> URL, and nothing else.</summary>
    private static bool IsEncodedMedia(JsonPart part) =>
        EncodedMedia.IsDataUrl(part.Text) || (part.Key is "data" or "file_data" && EncodedMedia.IsBase64(part.Text));
}
