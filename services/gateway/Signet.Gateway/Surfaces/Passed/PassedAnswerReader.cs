using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.Passed;

/// <summary>Reads answers of an unknown form: every string is the next of the text at its place, every key one of its own.</summary>
internal sealed class PassedAnswerReader : IAnswerReader
{
    private readonly FieldNames _fields = new(FrozenSet<string>.Empty);

    public AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets)
    {
        var piece = new AnswerPiece();
        Take(piece, root, "answer");
        return _fields.IsFull ? null : piece;
    }

    public void EndWithoutCalls(AnswerFinish finish, string? say, AnswerEdit edit)
    {
    }

    private void Take(AnswerPiece piece, JsonPart part, string place)
    {
        var field = part.Key is null ? place : _fields.Below(place, part.Key);
        if (part.Key is not null)
        {
            piece.Texts.Add(new AnswerText(
                new ItemPlace(part, IsKey: true), new InspectionChannel(0, ContentKind.Unknown, "key"), Whole: true, null));
        }

        if (part.IsString)
        {
            piece.Texts.Add(new AnswerText(
                new ItemPlace(part, IsKey: false), new InspectionChannel(0, ContentKind.Unknown, field), Whole: false, null));
        }

        foreach (var child in part.Children)
        {
            Take(piece, child, field);
        }
    }
}
