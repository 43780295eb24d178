using System.Collections.Frozen;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>
/// Reads what the answers of OpenAI's APIs have in common: an object with a list of what the model made, names, and usage.
/// Everything that no rule explains is text of its own.
/// </summary>
internal abstract class OpenAIAnswerReader : IAnswerReader
{
    /// <summary>Ranks of likely tokens that are told apart; the API knows 20 at most.</summary>
    private const int MaxRank = 20;

    private readonly bool _streamed;
    private readonly FrozenSet<string> _keys;
    private readonly FrozenSet<string> _objects;
    private readonly FieldNames _fields;

    /// <param name="streamed">True when the answer comes as events.</param>
    /// <param name="keys">The keys that the specification fixes.</param>
    /// <param name="objects">The words that it fixes for the type of the whole.</param>
    protected OpenAIAnswerReader(bool streamed, FrozenSet<string> keys, FrozenSet<string> objects) =>
        (_streamed, _keys, _objects, _fields) = (streamed, keys, objects, new FieldNames(keys));

    /// <summary>The member that lists what the model made.</summary>
    protected abstract string List { get; }

    public AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets)
    {
        var piece = new AnswerPiece();
        foreach (var member in root.Children)
        {
            TakeKey(piece, member);
            switch (member.Key)
            {
                case "id" or "model" or "system_fingerprint" or "service_tier" or "object" when member.IsString:
                    if (member.Key != "object" || !_objects.Contains(member.Text!))
                    {
                        var channel = new InspectionChannel(0, ContentKind.Unknown, "answer/" + member.Key);
                        piece.Texts.Add(new AnswerText(new ItemPlace(member, false), channel, Whole: true, null));
                    }

                    break;
                case "obfuscation" when _streamed && member.IsString:
                    // Random padding against eavesdroppers between the model and here.
                    piece.Padding.Add(member);
                    break;
                case var key when key == List && !member.IsNull:
                    if (!ReadList(piece, member, octets))
                    {
                        return null;
                    }

                    break;
                case "error" when _streamed && !member.IsNull:
                    // SDKs raise it and read no further.
                    (piece.IsLast, piece.IsFailure) = (true, true);
                    goto default;
                default:
                    if (member is { Key: "usage", IsObject: true })
                    {
                        piece.InputTokens = Count(member.Member("prompt_tokens"), octets);
                        piece.OutputTokens = Count(member.Member("completion_tokens"), octets);
                    }

                    TakeBelow(piece, member, 0, "answer");
                    break;
            }
        }

        return _fields.IsFull ? null : piece;
    }

    public virtual void EndWithoutCalls(AnswerFinish finish, string? say, AnswerEdit edit)
    {
    }

    /// <summary>Reads an item of the list; false when it breaks the wire format in a way that would hide content.</summary>
    protected abstract bool ReadItem(AnswerPiece piece, JsonPart item, ReadOnlySpan<byte> octets);

    /// <summary>Takes the next characters of a text.</summary>
    protected static void Take(AnswerPiece piece, JsonPart part, InspectionChannel channel) =>
        piece.Texts.Add(new AnswerText(new ItemPlace(part, false), channel, Whole: false, null));

    /// <summary>Takes a key that the specification doesn't fix.</summary>
    protected void TakeKey(AnswerPiece piece, JsonPart part)
    {
        if (part.Key is not null && !_keys.Contains(part.Key))
        {
            piece.Texts.Add(new AnswerText(
                new ItemPlace(part, true), new InspectionChannel(0, ContentKind.Unknown, "key"), Whole: true, null));
        }
    }

    /// <summary>
    /// Takes every string of a value that no rule explains: one channel for each path, whatever the positions in arrays.
    /// </summary>
    /// <param name="piece">Takes them.</param>
    /// <param name="part">The value.</param>
    /// <param name="choice">The choice that it belongs to.</param>
    /// <param name="place">The name of the place that holds the value.</param>
    protected void TakeBelow(AnswerPiece piece, JsonPart part, int choice, string place)
    {
        if (!part.IsString && part.Children.Count == 0)
        {
            return;
        }

        var field = part.Key is null ? place : _fields.Below(place, part.Key);
        if (part.IsString)
        {
            Take(piece, part, new InspectionChannel(choice, ContentKind.Unknown, field));
        }

        var isTokenMap = IsTokenMap(part);
        foreach (var child in part.Children)
        {
            if (isTokenMap)
            {
                // What the model would have said at each rank reads on from token to token.
                var channel = new InspectionChannel(choice, ContentKind.Unknown, $"{field}/{Math.Min(child.Position, MaxRank)}");
                piece.Texts.Add(new AnswerText(new ItemPlace(child, true), channel, Whole: false, null));
            }
            else
            {
                TakeKey(piece, child);
            }

            TakeBelow(piece, child, choice, field);
        }
    }

    /// <summary>
    /// Likely tokens in the older form, with the tokens for keys: they are the model's words, even those that are in the vocabulary.
    /// </summary>
    private static bool IsTokenMap(JsonPart part) =>
        part is { IsObject: true, Parent: { Key: "top_logprobs", IsArray: true } } && part.Member("token") is not { IsString: true };

    private bool ReadList(AnswerPiece piece, JsonPart list, ReadOnlySpan<byte> octets)
    {
        if (!list.IsArray)
        {
            return false;
        }

        foreach (var item in list.Children)
        {
            if (!item.IsObject || !ReadItem(piece, item, octets))
            {
                return false;
            }
        }

        return true;
    }

    private static long? Count(JsonPart? part, ReadOnlySpan<byte> octets) =>
        part?.Integer(octets) is >= 0 and < (1L << 53) and var value ? value : null;
}
