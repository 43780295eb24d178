using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>Turns a request of the right shape into content items.</summary>
internal sealed class ResponsesRequestReader
{
    private readonly JsonPart _root;
    private readonly JsonPart? _input;
    private readonly RequestItems _items = new(ResponsesVocabulary.Keys);

    public ResponsesRequestReader(JsonPart root) => (_root, _input) = (root, root.Member("input"));

    public SurfaceRequest Read()
    {
        StringWalk.Visit(_root, ResponsesVocabulary.Keys, Take);
        return _items.ToRequest(_root.MemberText("model"), RequestShape.WantsStream(_root));
    }

    private void Take(ItemPlace place)
    {
        var part = place.Part;
        var (top, item) = AncestorsOf(part);
        if (!place.IsKey && part.Key == "type" && TypesOf(part.Parent, item) is { } types)
        {
            if (types.Contains(part.Text!))
            {
                return;
            }

            _items.AddUnknown(part.Text);
        }

        if (!place.IsKey && IsWord(part, item))
        {
            return;
        }

        var index = item?.Position ?? 0;
        var (kind, role) = item is null ? KindOf(top, place) : KindOfItem(item, place);
        if (!place.IsKey && item is not null && IsMedia(part, item))
        {
            kind = ContentKind.Media;
        }

        _items.Add(place, kind, role, index);
        if (!place.IsKey && IsReference(part, top, item))
        {
            // What the provider will load by it is content that nobody here has read.
            _items.Add(place, ContentKind.Media, role, index);
        }
    }

    /// <summary>The member of the body and the item of the input that a value stands in.</summary>
    private (JsonPart Top, JsonPart? Item) AncestorsOf(JsonPart part)
    {
        JsonPart? item = null;
        var top = part;
        while (top.Parent is not null && top.Parent != _root)
        {
            item = top.Parent == _input ? top : item;
            top = top.Parent;
        }

        return (top, item);
    }

    private static (ContentKind Kind, ContentRole Role) KindOf(JsonPart top, ItemPlace place) => top.Key switch
    {
        "input" => (ContentKind.Text, ContentRole.User),
        "instructions" => (ContentKind.Text, ContentRole.Developer),
        "tools" => (ContentKind.ToolDefinition, ContentRole.None),
        "prompt" when !place.IsKey && IsBelow(place.Part, "variables") => (ContentKind.Text, ContentRole.User),
        _ => (ContentKind.Unknown, ContentRole.None),
    };

    private static (ContentKind Kind, ContentRole Role) KindOfItem(JsonPart item, ItemPlace place)
    {
        var type = ResponsesRequestShape.TypeOf(item)!;
        var role = RoleOf(item, type);
        var part = place.Part;
        if (place.IsKey)
        {
            return (type == "mcp_list_tools" ? ContentKind.ToolDefinition : ContentKind.Unknown, role);
        }

        if (part.Key is "id" or "call_id" or "status" or "type" or "role" && part.Parent == item)
        {
            return (ContentKind.Unknown, role);
        }

        return (type switch
        {
            ResponsesVocabulary.Message => KindOfContent(part, item, ContentKind.Text),
            ResponsesVocabulary.Reasoning when part.Key == "text" => ContentKind.Reasoning,
            "function_call_output" or "custom_tool_call_output" => KindOfContent(part, item, ContentKind.ToolResult),
            "mcp_list_tools" => ContentKind.ToolDefinition,
            _ when CallShape.Of(type) is not null =>
                CallShape.IsResult(type, MemberOf(part, item).Key!) ? ContentKind.ToolResult : ContentKind.ToolCall,
            _ when type.EndsWith("_output", StringComparison.Ordinal) => ContentKind.ToolResult,
            _ => ContentKind.Unknown,
        }, role);
    }

    private static ContentKind KindOfContent(JsonPart part, JsonPart item, ContentKind text)
    {
        var owner = part.Parent!;
        return part.Key switch
        {
            "content" or "output" when owner == item => text,
            "text" when IsPart(owner, item) => text,
            "refusal" when IsPart(owner, item) => ContentKind.Refusal,
            _ => ContentKind.Unknown,
        };
    }

    private static ContentRole RoleOf(JsonPart item, string type) => type switch
    {
        ResponsesVocabulary.Message => item.MemberText("role") switch
        {
            "system" => ContentRole.System,
            "developer" => ContentRole.Developer,
            "user" => ContentRole.User,
            "assistant" => ContentRole.Assistant,
            _ => ContentRole.None,
        },
        ResponsesVocabulary.Reasoning => ContentRole.Assistant,
        "mcp_approval_response" => ContentRole.User,
        _ when CallShape.Of(type) is not null => ContentRole.Assistant,
        _ when type.EndsWith("_output", StringComparison.Ordinal) || type == "mcp_list_tools" => ContentRole.Tool,
        _ => ContentRole.None,
    };

    /// <summary>The types that the specification knows for what an object is, or null where it gives it none.</summary>
    private FrozenSet<string>? TypesOf(JsonPart? owner, JsonPart? item) => owner switch
    {
        null => null,
        _ when owner == item => ResponsesVocabulary.ItemTypes,
        _ when item is not null && IsPart(owner, item) => ResponsesVocabulary.PartTypes,
        { Parent: { Key: "tools" } list } when list.Parent == _root => ResponsesVocabulary.ToolTypes,
        _ => null,
    };

    /// <summary>A word that the specification fixes, at the place where it fixes it.</summary>
    private bool IsWord(JsonPart part, JsonPart? item) => part.Key switch
    {
        "role" => part.Parent == item && item is not null && ResponsesVocabulary.Roles.Contains(part.Text!),
        "status" => part.Parent == item && item is not null && ResponsesVocabulary.Statuses.Contains(part.Text!),
        "tool_choice" => part.Parent == _root && ResponsesVocabulary.ToolChoices.Contains(part.Text!),
        _ => false,
    };

    /// <summary>
    /// Octets, at the places where the specification has them: they mean nothing to a check of text. Anything that isn't exactly that is
    /// text to it.
    /// </summary>
    private static bool IsMedia(JsonPart part, JsonPart item)
    {
        var owner = part.Parent!;
        var type = ResponsesRequestShape.TypeOf(item);
        return part.Key switch
        {
            "image_url" => (IsPart(owner, item) || (owner.Key == "output" && owner.Parent == item)) && EncodedMedia.IsDataUrl(part.Text),
            "file_data" => IsPart(owner, item) && (EncodedMedia.IsDataUrl(part.Text) || EncodedMedia.IsBase64(part.Text)),
            "data" => owner.Key == "input_audio" && IsPart(owner.Parent!, item) && EncodedMedia.IsBase64(part.Text),
            "encrypted_content" => owner == item && type is ResponsesVocabulary.Reasoning or "compaction"
                && EncodedMedia.IsSealed(part.Text),
            "result" => owner == item && type == "image_generation_call" && EncodedMedia.IsBase64(part.Text),
            _ => false,
        };
    }

    /// <summary>A name by which the provider loads content.</summary>
    private static bool IsReference(JsonPart part, JsonPart top, JsonPart? item)
    {
        if (item is not null)
        {
            return part.Key switch
            {
                "id" => part.Parent == item && ResponsesRequestShape.TypeOf(item) == ResponsesVocabulary.ItemReference,
                "file_id" or "file_url" => true,
                "image_url" => !EncodedMedia.IsDataUrl(part.Text),
                _ => false,
            };
        }

        return top.Key switch
        {
            "previous_response_id" => true,
            "conversation" => part == top || (part.Key == "id" && part.Parent == top),
            "prompt" => (part.Key == "id" && part.Parent == top) || part.Key is "file_id" or "file_url" or "image_url",
            "tools" => part.Key is "container" or "container_id" or "file_id" or "server_url" or "connector_id"
                || part.Parent is { Key: "vector_store_ids" or "file_ids" },
            _ => false,
        };
    }

    /// <summary>A part of the content of a message, of what a tool gave, or of reasoning.</summary>
    private static bool IsPart(JsonPart owner, JsonPart item) =>
        owner.Parent is { Key: "content" or "output" or "summary", IsArray: true } list && list.Parent == item;

    private static bool IsBelow(JsonPart part, string key)
    {
        for (var at = part; at is not null; at = at.Parent)
        {
            if (at.Key == key)
            {
                return true;
            }
        }

        return false;
    }

    private static JsonPart MemberOf(JsonPart part, JsonPart item)
    {
        var member = part;
        while (member.Parent != item)
        {
            member = member.Parent!;
        }

        return member;
    }
}
