using Signet.Gateway.Json;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Surfaces.ChatCompletions;

/// <summary>
/// Reads answers, whole or in chunks. A chunk differs from a whole answer only in that <c>delta</c> stands for <c>message</c> and
/// tool calls carry their number, so one reader serves both and both are decided alike.
/// </summary>
internal sealed class ChatAnswerReader : IAnswerReader
{
    private const int MaxNumber = 127;

    private readonly bool _streamed;
    private readonly Dictionary<string, string> _unknownFields = [];

    public ChatAnswerReader(bool streamed) => _streamed = streamed;

    public string FinishWithoutCalls => "stop";

    public byte[] TextMember(string text) => [.. "\"content\":"u8, .. JsonText.Encode(text)];

    public AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets)
    {
        var piece = new AnswerPiece();
        foreach (var member in root.Children)
        {
            TakeKey(piece, member);
            switch (member.Key)
            {
                case "choices" when member.IsArray:
                    foreach (var choice in member.Children)
                    {
                        if (!ReadChoice(piece, choice, octets))
                        {
                            return null;
                        }
                    }

                    break;
                case "choices" when !member.IsNull:
                    return null;
                case "id" or "model" or "system_fingerprint" or "service_tier" or "object" when member.IsString:
                    if (member.Key != "object" || !ChatVocabulary.Objects.Contains(member.Text!))
                    {
                        var channel = new InspectionChannel(0, ContentKind.Unknown, "answer/" + member.Key);
                        piece.Texts.Add(new AnswerText(new ItemPlace(member, false), channel, Whole: true, null));
                    }

                    break;
                case "obfuscation" when _streamed && member.IsString:
                    // Random padding against eavesdroppers between the model and here.
                    piece.Padding.Add(member);
                    break;
                default:
                    if (member is { Key: "usage", IsObject: true })
                    {
                        piece.InputTokens = Count(member.Member("prompt_tokens"), octets);
                        piece.OutputTokens = Count(member.Member("completion_tokens"), octets);
                    }

                    TakeBelow(piece, member, 0, "answer", root);
                    break;
            }
        }

        return piece;
    }

    private bool ReadChoice(AnswerPiece piece, JsonPart choice, ReadOnlySpan<byte> octets)
    {
        if (!choice.IsObject || Number(choice, octets) is not { } index)
        {
            return false;
        }

        JsonPart? body = null;
        foreach (var member in choice.Children)
        {
            TakeKey(piece, member);
            if (member.Key is "message" or "delta" && member.IsObject)
            {
                body = member;
                piece.Bodies.Add(member);
                if (!ReadBody(piece, member, index, octets))
                {
                    return false;
                }
            }
            else if (member.Key == "logprobs")
            {
                piece.Echoes.Add((index, member));
                TakeBelow(piece, member, index, "choice", choice);
            }
            else if (member.Key != "finish_reason")
            {
                TakeBelow(piece, member, index, "choice", choice);
            }
        }

        return ReadFinish(piece, choice.Member("finish_reason"), index, body);
    }

    private static bool ReadFinish(AnswerPiece piece, JsonPart? reason, int index, JsonPart? body)
    {
        if (reason is null or { IsNull: true } or { Text: "" })
        {
            return true;
        }

        if (!reason.IsString)
        {
            return false;
        }

        if (!ChatVocabulary.FinishReasons.Contains(reason.Text!))
        {
            var channel = new InspectionChannel(index, ContentKind.Unknown, "finish_reason");
            piece.Texts.Add(new AnswerText(new ItemPlace(reason, false), channel, Whole: true, null));
        }

        piece.Finishes.Add(new AnswerFinish(index, reason, reason.Text is "tool_calls" or "function_call", body));
        return true;
    }

    private bool ReadBody(AnswerPiece piece, JsonPart body, int index, ReadOnlySpan<byte> octets)
    {
        foreach (var member in body.Children)
        {
            TakeKey(piece, member);
            switch (member.Key)
            {
                case "role" when member.IsString && ChatVocabulary.Roles.Contains(member.Text!):
                    break;
                case "content" when member.IsString:
                    Take(piece, member, new InspectionChannel(index, ContentKind.Text, "content"));
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
                    break;
                case "tool_calls" when !member.IsNull:
                    if (!ReadCalls(piece, member, index, octets))
                    {
                        return false;
                    }

                    break;
                case "function_call" when !member.IsNull:
                    if (!member.IsObject)
                    {
                        return false;
                    }

                    ReadCall(piece, member, member, null, new CallKey(index, -1));
                    break;
                default:
                    TakeBelow(piece, member, index, "body", body);
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
            else if (member.Key != "type" || !member.IsString || !ChatVocabulary.PartTypes.Contains(member.Text!))
            {
                TakeBelow(piece, member, index, "part", part);
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

            var inner = call.Member("function") ?? call.Member("custom");
            if (inner is { IsObject: false, IsNull: false })
            {
                return false;
            }

            ReadCall(piece, call, inner, call.Member("index"), new CallKey(index, slot));
        }

        return true;
    }

    private static void ReadCall(AnswerPiece piece, JsonPart element, JsonPart? inner, JsonPart? number, CallKey key)
    {
        var arguments = inner?.Member("arguments") ?? inner?.Member("input");
        var place = $"tool_calls/{key.Slot}";
        piece.Calls.Add(new CallFragment(
            key, element, number, element.MemberText("id"), inner?.MemberText("name"), arguments?.Text));
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
    }

    /// <summary>The number of a choice or call: as it says, else its position; null when it says nonsense.</summary>
    private static int? Number(JsonPart part, ReadOnlySpan<byte> octets) => part.Member("index") switch
    {
        null or { IsNull: true } => part.Position <= MaxNumber ? part.Position : null,
        var number => number.Integer(octets) is >= 0 and <= MaxNumber and var value ? (int)value : null,
    };

    private static long? Count(JsonPart? part, ReadOnlySpan<byte> octets) =>
        part?.Integer(octets) is >= 0 and < (1L << 53) and var value ? value : null;

    private static void Take(AnswerPiece piece, JsonPart part, InspectionChannel channel) =>
        piece.Texts.Add(new AnswerText(new ItemPlace(part, false), channel, Whole: false, null));

    private static void TakeKey(AnswerPiece piece, JsonPart part)
    {
        if (part.Key is not null && !ChatVocabulary.Keys.Contains(part.Key))
        {
            piece.Texts.Add(new AnswerText(
                new ItemPlace(part, true), new InspectionChannel(0, ContentKind.Unknown, "key"), Whole: true, null));
        }
    }

    /// <summary>
    /// Takes every string below a value that no rule explains: one channel for each path, whatever the positions in arrays.
    /// </summary>
    private void TakeBelow(AnswerPiece piece, JsonPart part, int choice, string prefix, JsonPart top)
    {
        if (part.IsString)
        {
            Take(piece, part, new InspectionChannel(choice, ContentKind.Unknown, FieldOf(part, prefix, top)));
        }

        foreach (var child in part.Children)
        {
            TakeKey(piece, child);
            TakeBelow(piece, child, choice, prefix, top);
        }
    }

    /// <summary>
    /// The name of a place, seen from <paramref name="top"/>. A path with keys that the specification doesn't know gets a number,
    /// since keys may be content.
    /// </summary>
    private string FieldOf(JsonPart part, string prefix, JsonPart top)
    {
        var known = true;
        List<string> keys = [];
        for (var at = part; at is not null && at != top; at = at.Parent)
        {
            if (at.Key is not null)
            {
                keys.Add(at.Key);
                known &= ChatVocabulary.Keys.Contains(at.Key);
            }
        }

        keys.Add(prefix);
        keys.Reverse();
        var field = string.Join('/', keys);
        if (known && field.Length <= 64)
        {
            return field;
        }

        // Lengths keep two paths apart whatever stands in their keys.
        var path = string.Concat(keys.Select(key => $"{key.Length}:{key}"));
        if (!_unknownFields.TryGetValue(path, out var name))
        {
            name = $"unknown/{_unknownFields.Count}";

            // Past the greatest number of channels the inspection blocks, so what isn't remembered here isn't released either.
            if (_unknownFields.Count <= ResponseInspection.MaxChannels)
            {
                _unknownFields.Add(path, name);
            }
        }

        return name;
    }
}
