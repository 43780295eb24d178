using Signet.Gateway.Json;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>Takes the strings of an answer into its pieces, each in the text that it belongs to. Belongs to one answer.</summary>
internal sealed class AnswerStrings
{
    private readonly FieldNames _fields = new(MessagesVocabulary.Keys);

    /// <summary>True once two places have had to share a name, which could hide content from the inspection.</summary>
    public bool IsFull => _fields.IsFull;

    /// <summary>Takes the next characters of a text.</summary>
    public static void Take(AnswerPiece piece, JsonPart part, ContentKind kind, string field) =>
        piece.Texts.Add(new AnswerText(new ItemPlace(part, false), new InspectionChannel(0, kind, field), Whole: false, null));

    /// <summary>Takes a value that stands for itself.</summary>
    public static void TakeWhole(AnswerPiece piece, JsonPart part, string field) => piece.Texts.Add(
        new AnswerText(new ItemPlace(part, false), new InspectionChannel(0, ContentKind.Unknown, field), Whole: true, null));

    /// <summary>Takes a key that the specification doesn't fix.</summary>
    public static void TakeKey(AnswerPiece piece, JsonPart part)
    {
        if (part.Key is not null && !MessagesVocabulary.Keys.Contains(part.Key))
        {
            piece.Texts.Add(new AnswerText(
                new ItemPlace(part, true), new InspectionChannel(0, ContentKind.Unknown, "key"), Whole: true, null));
        }
    }

    /// <summary>Takes every string of a value: one text for each path, whatever the positions in arrays.</summary>
    /// <param name="piece">Takes them.</param>
    /// <param name="part">The value.</param>
    /// <param name="kind">What its strings are.</param>
    /// <param name="place">The name of the place that holds the value.</param>
    public void TakeBelow(AnswerPiece piece, JsonPart part, ContentKind kind, string place)
    {
        if (!part.IsString && part.Children.Count == 0)
        {
            return;
        }

        if (part.IsString)
        {
            if (IsEncoded(part))
            {
                piece.Unread++;
            }
            else if (part.Key != "type" || !IsFixedType(part.Text!))
            {
                Take(piece, part, kind, part.Key is null ? place : _fields.Below(place, part.Key));
            }

            return;
        }

        var field = part.Key is null ? place : _fields.Below(place, part.Key);
        foreach (var child in part.Children)
        {
            TakeKey(piece, child);
            TakeBelow(piece, child, kind, field);
        }
    }

    /// <summary>Takes the strings of a call: those of one kind of place read on from piece to piece.</summary>
    /// <param name="piece">Takes them.</param>
    /// <param name="part">The value.</param>
    /// <param name="key">The call.</param>
    /// <param name="field">What the strings are to the call; null for those that no rule explains.</param>
    public static void TakeOfCall(AnswerPiece piece, JsonPart part, CallKey key, string? field)
    {
        StringWalk.Visit(part, MessagesVocabulary.Keys, place =>
        {
            if (place.IsKey || place.Part.Key != "type" || !IsFixedType(place.Text))
            {
                piece.Texts.Add(new AnswerText(place, OfCall(key, place.IsKey ? "key" : field ?? "other"), Whole: false, key));
            }
        });
    }

    /// <summary>Takes the arguments of a call that stand there as JSON.</summary>
    public static void TakeArguments(AnswerPiece piece, JsonPart input, CallKey key, string json) =>
        piece.Texts.Add(new AnswerText(new ItemPlace(input, false), OfCall(key, "arguments"), Whole: false, key) { Text = json });

    /// <summary>Octets that mean nothing to a check of text, where the API has such.</summary>
    private static bool IsEncoded(JsonPart part) =>
        (part.Key is "signature" or "encrypted_content" or "encrypted_index" or "encrypted_stdout"
            || (part.Key == "data" && part.Parent!.MemberText("type") is "redacted_thinking" or "base64"))
        && part.Text!.Length > 0 && EncodedMedia.IsBase64(part.Text);

    private static bool IsFixedType(string type) =>
        MessagesVocabulary.OtherTypes.Contains(type) || MessagesVocabulary.InnerTypes.Contains(type)
        || MessagesVocabulary.CitationTypes.Contains(type) || MessagesVocabulary.SourceTypes.Contains(type)
        || MessagesVocabulary.BlockTypes.Contains(type);

    private static InspectionChannel OfCall(CallKey key, string field) =>
        new(key.Choice, ContentKind.ToolCall, $"calls/{key.Slot}/{field}");
}
