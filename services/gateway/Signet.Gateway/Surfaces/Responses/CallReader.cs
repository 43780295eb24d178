using Signet.Gateway.Json;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Responses;

/// <summary>Reads the items that are tool calls.</summary>
internal static class CallReader
{
    /// <summary>Reads a call; false when it breaks the wire format so as to hide content, or says another call than before.</summary>
    /// <param name="piece">Takes what it says.</param>
    /// <param name="element">The item.</param>
    /// <param name="all">What goes when the call is withheld.</param>
    /// <param name="key">Which call.</param>
    /// <param name="item">What is known of it.</param>
    /// <param name="shape">How its type says a call.</param>
    /// <param name="octets">The octets that it stands in.</param>
    /// <param name="begins">True when more may follow.</param>
    public static bool Read(
        AnswerPiece piece,
        JsonPart element,
        JsonPart all,
        CallKey key,
        OutputItem item,
        CallShape shape,
        ReadOnlySpan<byte> octets,
        bool begins)
    {
        var name = shape.Argument is null ? null : element.Member("name");
        var arguments = shape.Argument is null ? null : element.Member(shape.Argument);
        var callId = element.Member("call_id");
        if (name is { IsString: false, IsNull: false } || arguments is { IsString: false, IsNull: false }
            || callId is { IsString: false, IsNull: false })
        {
            return false;
        }

        // :: 1: what the call is. Said again, it must be the same: whoever acts on the one would act on what nobody has judged.
        var argumentsText = arguments?.Text;
        if (!begins)
        {
            var rest = shape.Rest(element, item.Type, octets);
            if (!(item.Rest is null ? item.HoldsDetails(element) : item.Rest == rest))
            {
                return false;
            }

            item.Rest = rest;
            argumentsText = shape.Argument is null ? rest : argumentsText ?? "";
            piece.CompleteCalls.Add(key);
        }

        var id = callId?.Text ?? element.MemberText("id");
        piece.Calls.Add(new CallFragment(key, all, id, shape.Argument is null ? shape.Name : name?.Text, argumentsText)
        {
            IsRepetition = !begins,
        });

        // :: 2: what it says.
        foreach (var member in element.Children)
        {
            PieceTexts.Key(piece, member, key);
            if (member == arguments)
            {
                TakeArguments(piece, member, item, key);
            }
            else
            {
                TakeMember(piece, member, item.Type, key);
            }
        }

        return true;
    }

    /// <summary>The arguments said again are the same text, so they are inspected once.</summary>
    private static void TakeArguments(AnswerPiece piece, JsonPart arguments, OutputItem item, CallKey key)
    {
        if (!item.HasArguments && arguments.Text is { Length: > 0 })
        {
            item.HasArguments = true;
            PieceTexts.Next(piece, arguments, ContentKind.ToolCall, $"call/{key.Slot}/arguments", key);
        }
    }

    private static void TakeMember(AnswerPiece piece, JsonPart member, string type, CallKey key)
    {
        switch (member.Key)
        {
            case "type" when ResponsesVocabulary.ItemTypes.Contains(type):
            case "status" when member.IsString && ResponsesVocabulary.Statuses.Contains(member.Text!):
                break;
            case "id":
                PieceTexts.Whole(piece, member, ContentKind.Unknown, "id");
                break;
            case "result" when type == "image_generation_call" && member.IsString && EncodedMedia.IsBase64(member.Text):
                piece.Unread++;
                break;
            case var result when CallShape.IsResult(type, result!):
                PieceTexts.Whole(piece, member, ContentKind.ToolResult, "result");
                break;
            default:
                PieceTexts.Whole(piece, member, ContentKind.ToolCall, "call", key);
                break;
        }
    }
}
