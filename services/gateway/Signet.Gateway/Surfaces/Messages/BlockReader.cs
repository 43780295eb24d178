using System.Text;
using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>
/// Reads the blocks of one answer, whole or as they grow. Every method returns false for what breaks the wire format in a way that
/// would hide content, such as text where a call stands.
/// </summary>
internal sealed class BlockReader
{
    private const int MaxBlocks = 128;

    private readonly List<AnswerBlock> _blocks = [];
    private readonly Dictionary<string, CallKey> _calls = new(StringComparer.Ordinal);

    public AnswerStrings Strings { get; } = new();

    /// <summary>How many blocks the model has begun.</summary>
    public int Count => _blocks.Count;

    /// <summary>A block of a whole message.</summary>
    public bool ReadWhole(AnswerPiece piece, JsonPart block, ReadOnlySpan<byte> octets)
    {
        if (Open(piece, block, block, octets) is not { } opened)
        {
            return false;
        }

        Close(piece, opened, block);
        return true;
    }

    /// <summary>The event that begins a block. SDKs put blocks one after another, so its number must be the next.</summary>
    public bool Start(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        if (root.Member("index") is not { } index || index.Integer(octets) != Count
            || root.Member("content_block") is not { } block || Open(piece, block, root, octets) is not { } opened)
        {
            return false;
        }

        piece.Numbers.Add((opened.Key, index));
        return true;
    }

    /// <summary>The event that adds to a block.</summary>
    public bool Grow(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        if (Find(piece, root, octets) is not { } block
            || root.Member("delta") is not { IsObject: true } delta || delta.Member("type") is not { IsString: true } type)
        {
            return false;
        }

        block.Claim(piece, root);
        return (type.Text, block.Type) switch
        {
            ("text_delta", "text") => Take(piece, delta, "text", ContentKind.Text),
            ("thinking_delta", "thinking") => Take(piece, delta, "thinking", ContentKind.Reasoning),
            ("signature_delta", "thinking") => Take(piece, delta, "signature", ContentKind.Unknown),
            ("citations_delta", "text") or ("compaction_delta", "compaction") => TakeMembers(piece, delta, block),
            ("input_json_delta", _) when block.IsCall => TakeArguments(piece, delta, root, block),
            ("text_delta" or "thinking_delta" or "signature_delta" or "citations_delta" or "compaction_delta" or "input_json_delta", _)
                when block.IsKnown => false,
            _ => TakeUnknown(piece, delta, type, block),
        };
    }

    /// <summary>The event that ends a block.</summary>
    public bool Stop(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        if (Find(piece, root, octets) is not { } block)
        {
            return false;
        }

        block.Claim(piece, root);
        Close(piece, block, root);
        return true;
    }

    private AnswerBlock? Find(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        if (root.Member("index") is not { } index || index.Integer(octets) is not (>= 0 and < MaxBlocks and var number) || number >= Count
            || _blocks[(int)number] is not { IsStopped: false } block)
        {
            return null;
        }

        piece.Numbers.Add((block.Key, index));
        return block;
    }

    private AnswerBlock? Open(AnswerPiece piece, JsonPart part, JsonPart element, ReadOnlySpan<byte> octets)
    {
        if (Count >= MaxBlocks || !part.IsObject || part.Member("type") is not { IsString: true } type)
        {
            return null;
        }

        var block = new AnswerBlock(Count, type.Text!);
        block = block.IsCall ? OpenCall(block, part, octets) : block with { Owner = OwnerOf(part.MemberText("tool_use_id")) };
        if (block is null)
        {
            return null;
        }

        if (!block.IsKnown)
        {
            piece.Unknowns.Add(UnknownName.Of(type.Text));
            AnswerStrings.TakeWhole(piece, type, "block/type");
        }

        _blocks.Add(block);
        block.Claim(piece, element);
        if (block.IsCall)
        {
            TakeCall(piece, part, element, block);
            return block;
        }

        return TakeMembers(piece, part, block) ? block : null;
    }

    private AnswerBlock? OpenCall(AnswerBlock block, JsonPart part, ReadOnlySpan<byte> octets)
    {
        if (part.Member("name") is not { IsString: true })
        {
            return null;
        }

        var owner = OwnerOf(part.Member("caller")?.MemberText("tool_id"));
        if (part.MemberText("id") is { } id)
        {
            _calls[id] = block.Key;
        }

        var input = part.Member("input");
        return block with
        {
            Owner = owner,
            FirstInput = input is null or { IsNull: true } ? null : Encoding.UTF8.GetString(octets[input.Start..input.End]),
            IsInputWhole = input is { IsNull: false } and not { IsObject: true, Children.Count: 0 },
        };
    }

    private CallKey? OwnerOf(string? id) => id is not null && _calls.TryGetValue(id, out var call) ? call : null;

    private static void TakeCall(AnswerPiece piece, JsonPart part, JsonPart element, AnswerBlock block)
    {
        piece.Calls.Add(new CallFragment(block.Key, element, part.MemberText("id"), part.MemberText("name"), null));
        foreach (var member in part.Children)
        {
            if (member.Key != "input")
            {
                AnswerStrings.TakeOfCall(piece, member, block.Key, member.Key is "id" or "name" && member.IsString ? member.Key : null);
            }
            else if (block.IsInputWhole)
            {
                AnswerStrings.TakeArguments(piece, member, block.Key, block.FirstInput!);
            }
        }
    }

    private static void Close(AnswerPiece piece, AnswerBlock block, JsonPart element)
    {
        block.IsStopped = true;
        if (!block.IsCall)
        {
            return;
        }

        if (!block.HasInput && block.FirstInput is not null)
        {
            piece.Calls.Add(new CallFragment(block.Key, element, null, null, block.FirstInput));
        }

        piece.CompleteCalls.Add(block.Key);
    }

    /// <summary>Takes the members of a block that is no call, or of what adds to it.</summary>
    private bool TakeMembers(AnswerPiece piece, JsonPart owner, AnswerBlock block)
    {
        foreach (var member in owner.Children)
        {
            AnswerStrings.TakeKey(piece, member);
            switch (member.Key, block.Type)
            {
                case ("type", _) when member.IsString:
                    break;
                case ("text", "text") or ("thinking", "thinking") when !member.IsNull:
                    if (!member.IsString)
                    {
                        return false;
                    }

                    var kind = member.Key == "text" ? ContentKind.Text : ContentKind.Reasoning;
                    AnswerStrings.Take(piece, member, kind, member.Key);
                    break;
                case ("content", "compaction") when member.IsString:
                    AnswerStrings.Take(piece, member, ContentKind.Text, "compaction");
                    break;
                case ("file_id", _) when member.IsString:
                    // What it names never passes here.
                    piece.Unread++;
                    Strings.TakeBelow(piece, member, ContentKind.Unknown, "block");
                    break;
                default:
                    var result = block.IsResult && member.Key != "tool_use_id";
                    Strings.TakeBelow(
                        piece, member, result ? ContentKind.ToolResult : ContentKind.Unknown, result ? "result" : "block");
                    break;
            }
        }

        return true;
    }

    private bool Take(AnswerPiece piece, JsonPart delta, string key, ContentKind kind)
    {
        if (delta.Member(key) is not { IsString: true } text)
        {
            return false;
        }

        if (kind == ContentKind.Unknown)
        {
            Strings.TakeBelow(piece, text, kind, "block");
        }
        else
        {
            AnswerStrings.Take(piece, text, kind, key);
            piece.Varying = text;
        }

        TakeOthers(piece, delta, text);
        return true;
    }

    private static bool TakeArguments(AnswerPiece piece, JsonPart delta, JsonPart root, AnswerBlock block)
    {
        if (delta.Member("partial_json") is not { IsString: true } json || (block.IsInputWhole && json.Text!.Length > 0))
        {
            return false;
        }

        block.HasInput |= json.Text!.Length > 0;
        AnswerStrings.TakeOfCall(piece, json, block.Key, "arguments");
        piece.Calls.Add(new CallFragment(block.Key, root, null, null, json.Text));
        foreach (var member in delta.Children)
        {
            if (member != json && member.Key != "type")
            {
                AnswerStrings.TakeOfCall(piece, member, block.Key, null);
            }
        }

        return true;
    }

    private bool TakeUnknown(AnswerPiece piece, JsonPart delta, JsonPart type, AnswerBlock block)
    {
        if (block.IsKnown)
        {
            piece.Unknowns.Add(UnknownName.Of(type.Text));
            AnswerStrings.TakeWhole(piece, type, "delta/type");
        }

        TakeOthers(piece, delta, null);
        return true;
    }

    private void TakeOthers(AnswerPiece piece, JsonPart delta, JsonPart? explained)
    {
        foreach (var member in delta.Children)
        {
            if (member != explained && member.Key != "type")
            {
                AnswerStrings.TakeKey(piece, member);
                Strings.TakeBelow(piece, member, ContentKind.Unknown, "delta");
            }
        }
    }
}
