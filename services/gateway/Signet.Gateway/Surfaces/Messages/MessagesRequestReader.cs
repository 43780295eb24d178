using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>Turns a request of the right shape into content items, from the outside in.</summary>
/// <remarks>Recursion is bounded by <see cref="JsonTree.MaxDepth"/>.</remarks>
internal sealed class MessagesRequestReader
{
    private readonly JsonPart _root;
    private readonly RequestItems _items = new(MessagesVocabulary.Keys);
    private ContentRole _role;
    private int _index;

    public MessagesRequestReader(JsonPart root) => _root = root;

    public SurfaceRequest Read()
    {
        foreach (var member in _root.Children)
        {
            (_role, _index) = (ContentRole.None, 0);
            AddKey(member, ContentKind.Unknown);
            switch (member.Key)
            {
                case "messages":
                    ReadMessages(member);
                    break;
                case "system":
                    _role = ContentRole.System;
                    ReadContent(member, ContentKind.Text, MessagesVocabulary.BlockTypes);
                    break;
                case "tools" when member.IsArray:
                    foreach (var tool in member.Children)
                    {
                        ReadTool(tool);
                    }

                    break;
                case "service_tier" when member.IsString && MessagesVocabulary.ServiceTiers.Contains(member.Text!):
                    break;
                case "container" when member.IsString:
                    AddReference(member);
                    break;
                default:
                    ReadOther(member, ContentKind.Unknown);
                    break;
            }
        }

        return _items.ToRequest(_root.MemberText("model"), RequestShape.WantsStream(_root));
    }

    private void ReadMessages(JsonPart messages)
    {
        foreach (var message in messages.Children)
        {
            _index = message.Position;
            _role = message.MemberText("role") switch
            {
                "user" => ContentRole.User,
                "assistant" => ContentRole.Assistant,
                _ => ContentRole.System,
            };
            foreach (var member in message.Children)
            {
                AddKey(member, ContentKind.Unknown);
                if (member.Key == "content")
                {
                    ReadContent(member, ContentKind.Text, MessagesVocabulary.BlockTypes);
                }
                else if (member.Key != "role")
                {
                    ReadOther(member, ContentKind.Unknown);
                }
            }
        }
    }

    /// <summary>Reads a text, a block, or a list of blocks.</summary>
    /// <param name="content">The value.</param>
    /// <param name="kind">What its texts are.</param>
    /// <param name="types">The types that a block may have there.</param>
    private void ReadContent(JsonPart content, ContentKind kind, FrozenSet<string> types)
    {
        if (content.IsString)
        {
            Add(content, kind);
        }
        else if (content.IsObject && content.Member("type") is { IsString: true } type)
        {
            ReadBlock(content, type, kind, types);
        }
        else
        {
            foreach (var child in content.Children)
            {
                AddKey(child, kind);
                ReadContent(child, kind, types);
            }
        }
    }

    private void ReadBlock(JsonPart block, JsonPart type, ContentKind kind, FrozenSet<string> types)
    {
        if (!types.Contains(type.Text!))
        {
            _items.AddUnknown(type.Text);
            Add(type, ContentKind.Unknown);
        }

        var isCall = MessagesVocabulary.CallTypes.Contains(type.Text!);
        var role = _role;
        if (type.Text!.EndsWith("tool_result", StringComparison.Ordinal))
        {
            (kind, _role) = (ContentKind.ToolResult, ContentRole.Tool);
        }

        foreach (var member in block.Children)
        {
            AddKey(member, kind);
            switch (member.Key)
            {
                case "type":
                    break;
                case "input" when isCall:
                    StringWalk.Visit(
                        member, MessagesVocabulary.Keys, place => _items.Add(place, ContentKind.ToolCall, _role, _index));
                    break;
                case "text" or "title" or "context" when member.IsString:
                    Add(member, kind);
                    break;
                case "thinking" when member.IsString:
                    Add(member, ContentKind.Reasoning);
                    break;
                case "data" when member.IsString && type.Text == "redacted_thinking":
                case "signature" or "encrypted_content" or "encrypted_index" or "encrypted_stdout" when member.IsString:
                    AddEncoded(member);
                    break;
                case "file_id" when member.IsString:
                    AddReference(member);
                    break;
                case "source" when member.IsObject:
                    ReadSource(member, kind);
                    break;
                case "content":
                    ReadContent(member, kind, MessagesVocabulary.InnerTypes);
                    break;
                case "tool" when type.Text is "tool_addition" or "tool_removal":
                    ReadOther(member, ContentKind.ToolDefinition);
                    break;
                default:
                    ReadOther(member, kind == ContentKind.ToolResult && member.Key != "tool_use_id" ? kind : ContentKind.Unknown);
                    break;
            }
        }

        _role = role;
    }

    private void ReadSource(JsonPart source, ContentKind kind)
    {
        var type = source.MemberText("type");
        foreach (var member in source.Children)
        {
            AddKey(member, kind);
            switch (member.Key)
            {
                case "type" when member.IsString && MessagesVocabulary.SourceTypes.Contains(member.Text!):
                case "media_type" when member.IsString && MessagesVocabulary.MediaTypes.Contains(member.Text!):
                    break;
                case "type" when member.IsString:
                    _items.AddUnknown(member.Text);
                    Add(member, ContentKind.Unknown);
                    break;
                case "data" when member.IsString && type == "base64":
                    AddEncoded(member);
                    break;
                case "data" when member.IsString:
                    Add(member, kind);
                    break;
                case "url" or "file_id" when member.IsString:
                    AddReference(member);
                    break;
                case "content":
                    ReadContent(member, kind, MessagesVocabulary.InnerTypes);
                    break;
                default:
                    ReadOther(member, ContentKind.Unknown);
                    break;
            }
        }
    }

    private void ReadTool(JsonPart tool)
    {
        if (tool.Member("type") is { IsString: true } type && !MessagesVocabulary.IsToolType(type.Text!))
        {
            _items.AddUnknown(type.Text);
        }

        foreach (var member in tool.Children)
        {
            AddKey(member, ContentKind.ToolDefinition);
            if (member is not { Key: "type", IsString: true } || !MessagesVocabulary.IsToolType(member.Text!))
            {
                if (member.Key is "input_schema" or "input_examples")
                {
                    ReadAll(member, ContentKind.ToolDefinition);
                }
                else
                {
                    ReadOther(member, ContentKind.ToolDefinition);
                }
            }
        }
    }

    /// <summary>Reads what no rule explains, but for the words that say what an object is.</summary>
    private void ReadOther(JsonPart part, ContentKind kind)
    {
        if (part.IsString)
        {
            if (part.Key is "skill_id" || part is { Key: "id", Parent.Key: "container" })
            {
                AddReference(part);
            }
            else if (part.Key == "encrypted_index")
            {
                AddEncoded(part);
            }
            else if (part.Key != "type" || !IsFixedType(part))
            {
                Add(part, part.Key == "cited_text" ? ContentKind.Text : kind);
            }

            return;
        }

        foreach (var child in part.Children)
        {
            AddKey(child, kind);
            if (child.Key == "schema")
            {
                ReadAll(child, kind);
            }
            else
            {
                ReadOther(child, kind);
            }
        }
    }

    private static bool IsFixedType(JsonPart part) =>
        MessagesVocabulary.OtherTypes.Contains(part.Text!) || MessagesVocabulary.CitationTypes.Contains(part.Text!)
        || MessagesVocabulary.InnerTypes.Contains(part.Text!);

    /// <summary>Reads every string below a value that somebody else than the API gives its form.</summary>
    private void ReadAll(JsonPart part, ContentKind kind)
    {
        if (part.IsString)
        {
            Add(part, kind);
        }

        foreach (var child in part.Children)
        {
            AddKey(child, kind);
            ReadAll(child, kind);
        }
    }

    /// <summary>Octets mean nothing to a check of text; anything that isn't exactly that is text to it.</summary>
    private void AddEncoded(JsonPart part) =>
        Add(part, EncodedMedia.IsBase64(part.Text) ? ContentKind.Media : ContentKind.Unknown);

    /// <summary>A name by which the provider loads content that never passes here: its text is read, and what it names is unread.</summary>
    private void AddReference(JsonPart part)
    {
        Add(part, ContentKind.Unknown);
        Add(part, ContentKind.Media);
    }

    private void Add(JsonPart part, ContentKind kind) => _items.Add(new ItemPlace(part, false), kind, _role, _index);

    private void AddKey(JsonPart part, ContentKind kind)
    {
        if (part.Key is not null && !MessagesVocabulary.Keys.Contains(part.Key))
        {
            _items.Add(new ItemPlace(part, true), kind, _role, _index);
        }
    }
}
