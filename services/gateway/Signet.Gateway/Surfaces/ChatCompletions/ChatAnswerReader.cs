using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.OpenAI;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>
/// Reads answers, whole or in chunks. A chunk differs from a whole answer only in that <c>delta</c> stands for <c>message</c> and
/// tool calls carry their number, so one reader serves both and both are decided alike.
/// </summary>
internal sealed class ChatAnswerReader : ChoicesReader
{
    public ChatAnswerReader(bool streamed)
        : base(streamed, ChatVocabulary.Keys, ChatVocabulary.Objects, ChatVocabulary.FinishReasons)
    {
    }

    public override void EndWithoutCalls(AnswerFinish finish, string? say, AnswerEdit edit)
    {
        if (finish.Reason.Text is "tool_calls" or "function_call")
        {
            edit.Rewriter.Replace(finish.Reason, "\"stop\""u8.ToArray());
        }

        if (say is null || finish.Body is null)
        {
            return;
        }

        var text = JsonText.Encode(say);
        if (finish.Body.Member("content") is { } content)
        {
            edit.Rewriter.Replace(content, text);
        }
        else
        {
            edit.Rewriter.Insert(finish.Body, [.. "\"content\":"u8, .. text]);
        }
    }

    protected override bool IsBody(JsonPart member) => member.Key is "message" or "delta" && member.IsObject;

    protected override bool ReadBody(AnswerPiece piece, JsonPart body, int index, ReadOnlySpan<byte> octets)
    {
        piece.Bodies.Add(body);
        foreach (var member in body.Children)
        {
            TakeKey(piece, member);
            switch (member.Key)
            {
                case "role" when member.IsString && ChatVocabulary.Roles.Contains(member.Text!):
                    break;
                case "content" when member.IsString:
                    Take(piece, member, new InspectionChannel(index, ContentKind.Text, "content"));
                    piece.Varying = member;
                    break;
                case "content" when member.IsArray:
                    foreach (var part in member.Children)
                    {
                        TakeContentPart(piece, part, index);
                    }

                    break;
                case "refusal" when member.IsString:
                    Take(piece, member, new InspectionChannel(index, ContentKind.Refusal, "refusal"));
                    break;
                case "reasoning" or "reasoning_content" when member.IsString:
                    Take(piece, member, new InspectionChannel(index, ContentKind.Reasoning, member.Key));
                    piece.Varying = member;
                    break;
                case "tool_calls" when !member.IsNull:
                    if (!ReadCalls(piece, member, index, octets))
                    {
                        return false;
                    }

                    break;
                case "function_call" when !member.IsNull:
                    if (!member.IsObject || !ReadCall(piece, member, member, new CallKey(index, -1), list: null))
                    {
                        return false;
                    }

                    break;
                default:
                    // The octets of sound mean nothing to a check of text. They are shown as text all the same, lest they are some.
                    piece.Unread += member.Key == "audio" && member.Member("data") is { Text.Length: > 0 } ? 1 : 0;
                    TakeBelow(piece, member, index, "body");
                    break;
            }
        }

        return true;
    }

    private void TakeContentPart(AnswerPiece piece, JsonPart part, int index)
    {
        if (part.IsString)
        {
            Take(piece, part, new InspectionChannel(index, ContentKind.Text, "content"));
            return;
        }

        foreach (var member in part.Children)
        {
            TakeKey(piece, member);
            if (member is { Key: "text", IsString: true })
            {
                Take(piece, member, new InspectionChannel(index, ContentKind.Text, "content"));
            }
            else if (member is not { Key: "type", IsString: true } || !ChatVocabulary.PartTypes.Contains(member.Text!))
            {
                if (member.Key == "type")
                {
                    piece.Unknowns.Add(UnknownName.Of(member.Text));
                }

                TakeBelow(piece, member, index, "part");
            }
        }
    }

    private static bool ReadCalls(AnswerPiece piece, JsonPart calls, int index, ReadOnlySpan<byte> octets)
    {
        if (!calls.IsArray)
        {
            return false;
        }

        foreach (var call in calls.Children)
        {
            if (!call.IsObject || Number(call, octets) is not { } slot)
            {
                return false;
            }

            if (!TryGetOne(call, "function", "custom", out var inner) || inner is { IsObject: false })
            {
                return false;
            }

            var key = new CallKey(index, slot);
            if (call.Member("index") is { } number)
            {
                piece.Numbers.Add((key, number));
            }

            if (!ReadCall(piece, call, inner, key, list: calls))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// False for a call of which readers would make different ones: its name or its arguments are no text, or stand in two places.
    /// </summary>
    private static bool ReadCall(AnswerPiece piece, JsonPart element, JsonPart? inner, CallKey key, JsonPart? list)
    {
        if (!TryGetOne(inner, "arguments", "input", out var arguments) || arguments is { IsString: false }
            || inner?.Member("name") is { IsString: false, IsNull: false })
        {
            return false;
        }

        var place = $"tool_calls/{key.Slot}";
        piece.Calls.Add(new CallFragment(key, element, element.MemberText("id"), inner?.MemberText("name"), arguments?.Text)
        {
            List = list,
        });
        StringWalk.Visit(element, ChatVocabulary.Keys, item =>
        {
            var part = item.Part;
            var field = part switch
            {
                _ when item.IsKey => part == element ? null : "key",
                { Key: "type" } when part.Parent == element && ChatVocabulary.ToolTypes.Contains(part.Text!) => null,
                { Key: "id" } when part.Parent == element => "id",
                { Key: "name" } when part.Parent == inner => "name",
                _ when part == arguments => "arguments",
                _ => "other",
            };
            if (field is not null)
            {
                var channel = new InspectionChannel(key.Choice, ContentKind.ToolCall, $"{place}/{field}");
                piece.Texts.Add(new AnswerText(item, channel, Whole: false, key));
            }
        });
        return true;
    }

    /// <summary>The one of two members that is there, null counting as not; false when both are.</summary>
    private static bool TryGetOne(JsonPart? owner, string first, string second, out JsonPart? found)
    {
        var one = owner?.Member(first) is { IsNull: false } member ? member : null;
        var other = owner?.Member(second) is { IsNull: false } alternative ? alternative : null;
        found = one ?? other;
        return one is null || other is null;
    }
}
