using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>
/// Reads the items of one answer. What an answer says again as a whole reads on in a text of its own for each way of saying it, so that
/// all of them are edited alike.
/// </summary>
internal sealed class ItemReader(PieceTexts texts)
{
    private const int MaxIndex = 127;

    private readonly SortedDictionary<int, OutputItem> _items = [];

    /// <summary>The number of an item that came after all others, as it goes out without the calls among them.</summary>
    public int NextNumber => _items.Count == 0 ? 0 : _items.Keys.Last() + 1 - _items.Values.Count(item => item.Call is not null);

    /// <summary>True when a call was shown in part and never as a whole.</summary>
    public bool HasPartialCalls => _items.Values.Any(item => item.IsPartial);

    public static int? Index(JsonPart? part, ReadOnlySpan<byte> octets) =>
        part?.Integer(octets) is >= 0 and <= MaxIndex and var value ? (int)value : null;

    public OutputItem? Find(int index) => _items.GetValueOrDefault(index);

    /// <summary>Goes on with an item whose beginning the stream doesn't show.</summary>
    public OutputItem Resume(int index, string type)
    {
        var item = new OutputItem(type) { IsResumed = true };
        _items.Add(index, item);
        return item;
    }

    /// <summary>Reads a list of items; false when it breaks the wire format in a way that would hide content.</summary>
    public bool ReadList(AnswerPiece piece, JsonPart list, string form, ReadOnlySpan<byte> octets)
    {
        foreach (var element in list.Children)
        {
            if (element.Position > MaxIndex || !Read(piece, element, element, element.Position, form, octets))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads the beginning of an item, or an item that nothing follows.</summary>
    /// <param name="piece">Takes what it says.</param>
    /// <param name="element">The item.</param>
    /// <param name="all">What goes when the item does.</param>
    /// <param name="index">Its number.</param>
    /// <param name="form">The way of saying it; empty for the first.</param>
    /// <param name="octets">The octets that it stands in.</param>
    /// <param name="begins">True when more may follow.</param>
    public bool Read(
        AnswerPiece piece, JsonPart element, JsonPart all, int index, string form, ReadOnlySpan<byte> octets, bool begins = false)
    {
        if (element.MemberText("type") is not { } type || (begins && _items.ContainsKey(index)))
        {
            return false;
        }

        if (!_items.TryGetValue(index, out var item))
        {
            _items.Add(index, item = new OutputItem(type));
        }

        if (item.Type != type || element.Member("id") is { IsString: false, IsNull: false } || !item.IsNamed(element.MemberText("id")))
        {
            return false;
        }

        if (!ResponsesVocabulary.ItemTypes.Contains(type))
        {
            piece.Unknowns.Add(UnknownName.Of(type));
        }

        return item.Call is { } shape
            ? CallReader.Read(piece, element, all, new CallKey(0, index), item, shape, octets, begins)
            : ReadOther(piece, element, item, form);
    }

    /// <summary>Reads a part of an item.</summary>
    public bool ReadPart(AnswerPiece piece, JsonPart part, OutputItem item, string form)
    {
        if (part.MemberText("type") is not { } type)
        {
            return false;
        }

        var known = ResponsesVocabulary.PartTypes.Contains(type);
        var reasoning = type is "summary_text" or "reasoning_text";
        if (known && reasoning != (item.Type == ResponsesVocabulary.Reasoning))
        {
            return false;
        }

        if (!known)
        {
            piece.Unknowns.Add(UnknownName.Of(type));
        }

        foreach (var member in part.Children)
        {
            PieceTexts.Key(piece, member);
            switch (member.Key)
            {
                case "type" when known:
                    break;
                case "text" when known && type != "refusal":
                    if (!TakeText(piece, member, reasoning ? ContentKind.Reasoning : ContentKind.Text, (reasoning ? type : "text") + form))
                    {
                        return false;
                    }

                    break;
                case "refusal" when type == "refusal":
                    if (!TakeText(piece, member, ContentKind.Refusal, "refusal" + form))
                    {
                        return false;
                    }

                    break;
                case "logprobs" when known:
                    TakeEchoes(piece, member, "text" + form);
                    break;
                case "image_url" or "file_data" when known && member.IsString && IsMedia(member):
                    piece.Unread++;
                    break;
                case var _ when known:
                    PieceTexts.Whole(piece, member, ContentKind.Unknown, "part");
                    break;
                default:
                    texts.Below(piece, member, "part");
                    break;
            }
        }

        return true;
    }

    /// <summary>Takes log probabilities: they repeat the text, token by token.</summary>
    public void TakeEchoes(AnswerPiece piece, JsonPart member, string field)
    {
        piece.Echoes.Add((0, member));
        texts.Below(piece, member, field);
    }

    private static bool TakeText(AnswerPiece piece, JsonPart member, ContentKind kind, string field)
    {
        if (member.IsString)
        {
            PieceTexts.Next(piece, member, kind, field);
        }

        return member.IsString || member.IsNull;
    }

    private bool ReadOther(AnswerPiece piece, JsonPart element, OutputItem item, string form)
    {
        var known = ResponsesVocabulary.ItemTypes.Contains(item.Type);
        var isMessage = item.Type == ResponsesVocabulary.Message;
        var isReasoning = item.Type == ResponsesVocabulary.Reasoning;
        var kind = item.Type.EndsWith("_output", StringComparison.Ordinal) ? ContentKind.ToolResult : ContentKind.Unknown;
        foreach (var member in element.Children)
        {
            PieceTexts.Key(piece, member);
            switch (member.Key)
            {
                case "type" when known:
                case "role" when isMessage && member.IsString && ResponsesVocabulary.Roles.Contains(member.Text!):
                case "status" when known && member.IsString && ResponsesVocabulary.Statuses.Contains(member.Text!):
                    break;
                case "id" when member.IsString:
                    PieceTexts.Whole(piece, member, ContentKind.Unknown, "id");
                    break;
                case "content" when isMessage && member.IsString:
                    PieceTexts.Next(piece, member, ContentKind.Text, "text" + form);
                    break;
                case "content" when isMessage || isReasoning:
                case "summary" when isReasoning:
                    if (!ReadParts(piece, member, item, form))
                    {
                        return false;
                    }

                    break;
                case "encrypted_content" when known && member.IsString && EncodedMedia.IsSealed(member.Text):
                    piece.Unread++;
                    break;
                case "output" when item.Type == "computer_call_output"
                    && member.Member("image_url") is { IsString: true } image && IsMedia(image):
                    piece.Unread++;
                    foreach (var other in member.Children)
                    {
                        PieceTexts.Key(piece, other);
                        if (other != image)
                        {
                            PieceTexts.Whole(piece, other, kind, "result");
                        }
                    }

                    break;
                case var _ when known:
                    PieceTexts.Whole(piece, member, kind, "result");
                    break;
                default:
                    texts.Below(piece, member, "item");
                    break;
            }
        }

        return true;
    }

    private bool ReadParts(AnswerPiece piece, JsonPart parts, OutputItem item, string form)
    {
        foreach (var part in parts.Children)
        {
            if (!part.IsObject || !ReadPart(piece, part, item, form))
            {
                return false;
            }
        }

        return parts.IsArray || parts.IsNull;
    }

    private static bool IsMedia(JsonPart part) =>
        EncodedMedia.IsDataUrl(part.Text) || (part.Key == "file_data" && EncodedMedia.IsBase64(part.Text));
}
