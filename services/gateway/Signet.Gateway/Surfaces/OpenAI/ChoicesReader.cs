using System.Collections.Frozen;
using System.Text.Json;
using Signet.Gateway.Json;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.OpenAI;

/// <summary>Reads answers that list choices, whole or in chunks: number, end, and whatever stands beside what a choice says.</summary>
internal abstract class ChoicesReader : OpenAIAnswerReader
{
    private const int MaxNumber = 127;

    private readonly FrozenSet<string> _finishReasons;

    /// <param name="streamed">True when the answer comes as events.</param>
    /// <param name="keys">The keys that the specification fixes.</param>
    /// <param name="objects">The words that it fixes for the type of the whole.</param>
    /// <param name="finishReasons">The words that it fixes for the end of a choice.</param>
    protected ChoicesReader(bool streamed, FrozenSet<string> keys, FrozenSet<string> objects, FrozenSet<string> finishReasons)
        : base(streamed, keys, objects) => _finishReasons = finishReasons;

    protected override string List => "choices";

    /// <summary>True for a member that carries, or would carry, what the choice says.</summary>
    protected abstract bool IsBody(JsonPart member);

    /// <summary>Reads such a member; false when it breaks the wire format in a way that would hide content.</summary>
    protected abstract bool ReadBody(AnswerPiece piece, JsonPart body, int index, ReadOnlySpan<byte> octets);

    protected override bool ReadItem(AnswerPiece piece, JsonPart item, ReadOnlySpan<byte> octets)
    {
        if (Number(item, octets) is not { } index)
        {
            return false;
        }

        JsonPart? body = null;
        foreach (var member in item.Children)
        {
            TakeKey(piece, member);
            if (IsBody(member))
            {
                body = member;
                if (!ReadBody(piece, member, index, octets))
                {
                    return false;
                }
            }
            else if (member.Key is not ("index" or "finish_reason"))
            {
                if (!member.IsNull && (member.Key == "logprobs" || HoldsNumbers(member)))
                {
                    piece.Echoes.Add((index, member));
                }

                TakeBelow(piece, member, index, "choice");
            }
        }

        return ReadFinish(piece, item.Member("finish_reason"), index, body);
    }

    /// <summary>The number of a choice or call: as it says, else its position; null when it says nonsense.</summary>
    protected static int? Number(JsonPart part, ReadOnlySpan<byte> octets) => part.Member("index") switch
    {
        null or { IsNull: true } => part.Position <= MaxNumber ? part.Position : null,
        var number => number.Integer(octets) is >= 0 and <= MaxNumber and var value ? (int)value : null,
    };

    /// <summary>True for lists of numbers, which may repeat the text as octets or token ids.</summary>
    private static bool HoldsNumbers(JsonPart part) => part.Children.Any(
        child => (part.IsArray && child.Kind == JsonValueKind.Number) || HoldsNumbers(child));

    private bool ReadFinish(AnswerPiece piece, JsonPart? reason, int index, JsonPart? body)
    {
        if (reason is null or { IsNull: true } or { Text: "" })
        {
            return true;
        }

        if (!reason.IsString)
        {
            return false;
        }

        var known = _finishReasons.Contains(reason.Text!);
        if (!known)
        {
            var channel = new InspectionChannel(index, ContentKind.Unknown, "finish_reason");
            piece.Texts.Add(new AnswerText(new ItemPlace(reason, false), channel, Whole: true, null));
        }

        piece.Finishes.Add(new AnswerFinish(index, reason, known ? reason.Text! : "other", body));
        return true;
    }
}
