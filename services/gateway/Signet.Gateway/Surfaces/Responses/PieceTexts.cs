using Signet.Gateway.Json;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>Adds the strings of an answer to its pieces: those that read on, and those that stand for themselves.</summary>
internal sealed class PieceTexts
{
    private readonly FieldNames _fields = new(ResponsesVocabulary.Keys);

    /// <summary>True once two places have had to share a name, which could hide content from the inspection.</summary>
    public bool IsFull => _fields.IsFull;

    /// <summary>Takes a key that the specification doesn't fix.</summary>
    public static void Key(AnswerPiece piece, JsonPart part, CallKey? call = null)
    {
        if (part.Key is not null && !ResponsesVocabulary.Keys.Contains(part.Key))
        {
            Add(piece, new ItemPlace(part, IsKey: true), ContentKind.Unknown, "key", whole: true, call);
        }
    }

    /// <summary>Takes the next characters of a text.</summary>
    public static void Next(AnswerPiece piece, JsonPart part, ContentKind kind, string field, CallKey? call = null) =>
        Add(
            piece,
            new ItemPlace(part, IsKey: false),
            kind,
            field,
            whole: false,
            call,
            isRepetition: call is null && field.Contains(EventRule.AgainMark, StringComparison.Ordinal));

    /// <summary>Takes every string and key of a value as standing for itself.</summary>
    /// <remarks>Recursion is bounded by <see cref="JsonTree.MaxDepth"/>.</remarks>
    public static void Whole(AnswerPiece piece, JsonPart part, ContentKind kind, string field, CallKey? call = null)
    {
        Key(piece, part, call);
        if (part.IsString)
        {
            Add(piece, new ItemPlace(part, IsKey: false), kind, field, whole: true, call);
        }

        foreach (var child in part.Children)
        {
            Whole(piece, child, kind, field, call);
        }
    }

    /// <summary>Takes every string of a value that no rule explains: one text for each path, whatever the positions in arrays.</summary>
    public void Below(AnswerPiece piece, JsonPart part, string place, CallKey? call = null)
    {
        Key(piece, part, call);
        if (!part.IsString && part.Children.Count == 0)
        {
            return;
        }

        var field = part.Key is null ? place : _fields.Below(place, part.Key);
        if (part.IsString)
        {
            Next(piece, part, call is null ? ContentKind.Unknown : ContentKind.ToolCall, field, call);
        }

        foreach (var child in part.Children)
        {
            Below(piece, child, field, call);
        }
    }

    private static void Add(
        AnswerPiece piece, ItemPlace place, ContentKind kind, string field, bool whole, CallKey? call, bool isRepetition = false) =>
        piece.Texts.Add(new AnswerText(place, new InspectionChannel(0, kind, field) { IsRepetition = isRepetition }, whole, call));
}
