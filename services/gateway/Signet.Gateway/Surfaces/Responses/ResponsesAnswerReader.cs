using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>
/// Reads what the API answers, whole or event by event: responses, lists of items, and whatever else is an object. Events say an
/// answer up to five times over, and end with the whole that a unary answer is; so one reader serves both and both are decided alike.
/// </summary>
internal sealed class ResponsesAnswerReader : IAnswerReader
{
    private readonly bool _streamed;
    private readonly PieceTexts _texts = new();
    private readonly ItemReader _items;
    private bool _hasStarted;
    private bool _isResumed;
    private long _sequence;

    public ResponsesAnswerReader(bool streamed) => (_streamed, _items) = (streamed, new ItemReader(_texts));

    public AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets)
    {
        var piece = new AnswerPiece();
        var read = _streamed ? ReadEvent(piece, root, octets) : ReadResponse(piece, root, "", isEnd: true, octets);
        return read && !_texts.IsFull ? piece : null;
    }

    public void EndWithoutCalls(AnswerFinish finish, string? say, AnswerEdit edit)
    {
        if (say is null || finish.Body is null)
        {
            return;
        }

        var message = new WithheldMessage(say);
        edit.Rewriter.Append(finish.Body, message.Item());
        if (_streamed)
        {
            edit.Before.AddRange(message.Events(_items.NextNumber, _sequence));
        }
    }

    private bool ReadResponse(AnswerPiece piece, JsonPart response, string form, bool isEnd, ReadOnlySpan<byte> octets)
    {
        foreach (var member in response.Children)
        {
            PieceTexts.Key(piece, member);
            switch (member.Key)
            {
                case "output" or "data" when member.IsArray:
                    if (!_items.ReadList(piece, member, form, octets))
                    {
                        return false;
                    }

                    break;
                case "output" when !member.IsNull:
                    return false;
                case "output_text" when member.IsString:
                    PieceTexts.Next(piece, member, ContentKind.Text, "output_text" + form);
                    break;
                case "object" when member.IsString && ResponsesVocabulary.Objects.Contains(member.Text!):
                case "status" when IsWord(member):
                    break;
                default:
                    if (member is { Key: "usage", IsObject: true })
                    {
                        piece.InputTokens = Count(member.Member("input_tokens"), octets);
                        piece.OutputTokens = Count(member.Member("output_tokens"), octets);
                    }

                    PieceTexts.Whole(piece, member, ContentKind.Unknown, "response");
                    break;
            }
        }

        if (isEnd && response.Member("output") is { IsArray: true } output)
        {
            var status = response.Member("status");
            piece.Finishes.Add(new AnswerFinish(0, status ?? output, IsWord(status) ? status!.Text! : "other", output));
            piece.IsUnfinished = status?.Text is "queued" or "in_progress";
        }

        return true;
    }

    private bool ReadEvent(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        // Some servers tell of a failure in an object without a type.
        var type = root.Member("type") is null && root.Member("error") is { IsNull: false } ? "error" : root.MemberText("type");
        if (type is null)
        {
            return false;
        }

        if (!_hasStarted)
        {
            (_hasStarted, _isResumed) = (true, type is not ("response.created" or "response.queued" or "response.in_progress"));
        }

        _sequence = root.Member("sequence_number")?.Integer(octets) ?? _sequence;
        var rule = EventRule.All.GetValueOrDefault(type);
        if (rule is null)
        {
            piece.Unknowns.Add(UnknownName.Of(type));
        }

        switch (rule?.Kind)
        {
            case EventKind.Error:
                (piece.IsFailure, piece.IsLast) = (true, true);
                PieceTexts.Whole(piece, root, ContentKind.Unknown, "response");
                return !_items.HasPartialCalls;
            case EventKind.Snapshot or EventKind.End:
                piece.IsLast = rule.Kind == EventKind.End;
                return root.Member("response") is { IsObject: true } response
                    && ReadResponse(piece, response, rule.Field, piece.IsLast, octets)
                    && ReadMembers(piece, root, rule, null, null, octets)
                    && !(piece.IsLast && _items.HasPartialCalls);
            default:
                return ReadItemEvent(piece, root, rule, octets);
        }
    }

    /// <summary>Reads an event that is about an item, or might be.</summary>
    private bool ReadItemEvent(AnswerPiece piece, JsonPart root, EventRule? rule, ReadOnlySpan<byte> octets)
    {
        var said = rule?.Member is null ? null : root.Member(rule.Member);
        var number = root.Member("output_index");
        var index = ItemReader.Index(number, octets);
        if (number is not null && index is null)
        {
            return false;
        }

        if (rule?.Kind is EventKind.ItemAdded or EventKind.ItemDone)
        {
            return index is { } place && said is { IsObject: true }
                && _items.Read(piece, said, root, place, rule.Field, octets, rule.Kind == EventKind.ItemAdded)
                && ReadMembers(piece, root, rule, index, null, octets);
        }

        var item = index is { } at ? _items.Find(at) : null;
        if (rule is not null && TypeOf(rule, said) is { } type)
        {
            if (index is not { } slot || (item is null && !_isResumed))
            {
                return false;
            }

            item ??= _items.Resume(slot, type);
            if (item.Type != type)
            {
                return false;
            }
        }

        if (item is not null && (root.Member("item_id") is { IsString: false, IsNull: false } || !item.IsNamed(root.MemberText("item_id"))))
        {
            return false;
        }

        var call = item?.Call is null ? (CallKey?)null : new CallKey(0, index!.Value);
        return ReadSaid(piece, root, rule, said, item, call, octets) && ReadMembers(piece, root, rule, index, call, octets);
    }

    /// <summary>The type of the item that an event must be about; null for none, or any.</summary>
    private static string? TypeOf(EventRule rule, JsonPart? said) => rule.Kind is EventKind.PartAdded or EventKind.PartDone
        ? rule.ItemType ?? (said?.MemberText("type") == "reasoning_text" ? ResponsesVocabulary.Reasoning : ResponsesVocabulary.Message)
        : rule.ItemType;

    private bool ReadSaid(
        AnswerPiece piece, JsonPart root, EventRule? rule, JsonPart? said, OutputItem? item, CallKey? call, ReadOnlySpan<byte> octets)
    {
        switch (rule?.Kind)
        {
            case EventKind.PartAdded or EventKind.PartDone:
                return said is { IsObject: true } && _items.ReadPart(piece, said, item!, rule.Field);
            case EventKind.Text:
                if (said is not { IsString: true })
                {
                    return false;
                }

                PieceTexts.Next(piece, said, rule.Text, rule.Field);
                return true;
            case EventKind.Arguments or EventKind.ArgumentsDone:
                return said is { IsString: true } && ReadArguments(piece, root, rule, said, item!, call!.Value);
            case EventKind.Detail or EventKind.DetailDone:
                return said is { IsString: true } && ReadDetail(piece, root, rule, said, item!, call!.Value, octets);
            case EventKind.Growth:
                if (said is not null)
                {
                    _texts.Below(piece, said, "result");
                }

                return true;
            default:
                if (call is { } key)
                {
                    piece.Calls.Add(new CallFragment(key, root, null, null, null));
                }

                return true;
        }
    }

    private static bool ReadArguments(AnswerPiece piece, JsonPart root, EventRule rule, JsonPart said, OutputItem item, CallKey key)
    {
        // A call that was judged has nothing more to say; saying it again is harmless.
        var done = rule.Kind == EventKind.ArgumentsDone;
        var name = done ? root.Member("name") : null;
        if (name is { IsString: false, IsNull: false } || (!done && item.Rest is not null))
        {
            return false;
        }

        // The end of arguments whose beginning isn't known is held back until the item says them as a whole.
        var counts = done || !item.IsResumed;
        piece.Calls.Add(new CallFragment(key, root, null, name?.Text, counts ? said.Text : null) { IsRepetition = done });
        if (!done || !item.HasArguments)
        {
            PieceTexts.Next(piece, said, ContentKind.ToolCall, $"call/{key.Slot}/{(counts ? "arguments" : "end")}", key);
            item.HasArguments |= counts && said.Text!.Length > 0;
        }

        return true;
    }

    private static bool ReadDetail(
        AnswerPiece piece, JsonPart root, EventRule rule, JsonPart said, OutputItem item, CallKey key, ReadOnlySpan<byte> octets)
    {
        // A call that was judged has nothing more to say.
        var number = root.Member("command_index");
        var index = number is null ? 0 : ItemReader.Index(number, octets);
        if (index is null || item.Rest is not null)
        {
            return false;
        }

        piece.Calls.Add(new CallFragment(key, root, null, null, null));
        if (rule.Kind == EventKind.DetailDone)
        {
            PieceTexts.Whole(piece, said, ContentKind.ToolCall, "call", key);
            return item.EndDetail(index.Value, said.Text!);
        }

        PieceTexts.Next(piece, said, ContentKind.ToolCall, $"call/{key.Slot}/detail/{index}", key);
        item.AddDetail(index.Value, said.Text!);
        return true;
    }

    /// <summary>Takes what stands beside that which an event says.</summary>
    private bool ReadMembers(AnswerPiece piece, JsonPart root, EventRule? rule, int? index, CallKey? call, ReadOnlySpan<byte> octets)
    {
        foreach (var member in root.Children)
        {
            PieceTexts.Key(piece, member, call);
            switch (member.Key)
            {
                case "type" when rule is not null:
                case "response" when rule?.Kind is EventKind.Snapshot or EventKind.End:
                case var key when rule?.Member is not null && key == rule.Member:
                    break;
                case "output_index" when index is { } slot:
                    piece.Numbers.Add((new CallKey(0, slot), member));
                    break;
                case "item_id" or "response_id" when member.IsString:
                    PieceTexts.Whole(piece, member, ContentKind.Unknown, "id");
                    break;
                case "obfuscation" when member.IsString:
                    piece.Padding.Add(member);
                    break;
                case "logprobs" when rule?.Kind == EventKind.Text:
                    _items.TakeEchoes(piece, member, rule.Field);
                    break;
                case "annotation" or "output" or "name" when rule is not null:
                    PieceTexts.Whole(piece, member, call is null ? ContentKind.Unknown : ContentKind.ToolCall, "event", call);
                    break;
                case "partial_image_b64" or "delta" when rule?.Kind == EventKind.Note
                    && member.IsString && EncodedMedia.IsBase64(member.Text):
                    piece.Unread++;
                    break;
                default:
                    _texts.Below(piece, member, call is { } at ? $"call/{at.Slot}" : "event", call);
                    break;
            }
        }

        return true;
    }

    private static bool IsWord(JsonPart? status) => status is { IsString: true } && ResponsesVocabulary.Statuses.Contains(status.Text!);

    private static long? Count(JsonPart? part, ReadOnlySpan<byte> octets) =>
        part?.Integer(octets) is >= 0 and < (1L << 53) and var value ? value : null;
}
