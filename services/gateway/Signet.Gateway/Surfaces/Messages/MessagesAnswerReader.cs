using System.Globalization;
using System.Text;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Policy.Content;

namespace Signet.Gateway.Surfaces.Messages;

/// <summary>
/// Reads answers, whole or in events. The text of all blocks reads on as one, so a whole answer and its stream are decided alike.
/// What is no message, such as an error or a list of models, has no blocks and is read by the rule for everything that no other
/// explains.
/// </summary>
internal sealed class MessagesAnswerReader(bool streamed) : IAnswerReader
{
    private const long MaxCount = (1L << 53) - 1;

    private static readonly string[] InputCounts = ["input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens"];

    private readonly BlockReader _blocks = new();
    private readonly long[] _input = new long[InputCounts.Length];
    private bool _started;
    private bool _finished;
    private bool _ended;

    public AnswerPiece? Read(JsonPart root, ReadOnlySpan<byte> octets)
    {
        var piece = new AnswerPiece();
        var sound = streamed ? ReadEvent(piece, root, octets) : ReadMessage(piece, root, octets);
        return sound && !_blocks.Strings.IsFull ? piece : null;
    }

    public void EndWithoutCalls(AnswerFinish finish, string? say, AnswerEdit edit)
    {
        // A turn that pauses for calls of the provider's would be sent back without them.
        if (finish.Reason.Text is "tool_use" or "pause_turn")
        {
            edit.Rewriter.Replace(finish.Reason, "\"end_turn\""u8.ToArray());
        }

        if (say is null)
        {
            return;
        }

        var text = JsonText.Encode(say);
        if (!streamed)
        {
            if (finish.Body is { IsArray: true } content)
            {
                edit.Rewriter.Append(content, [.. "{\"type\":\"text\",\"text\":"u8, .. text, .. "}"u8]);
            }

            return;
        }

        var index = Encoding.ASCII.GetBytes(
            edit.NumberOf(new CallKey(0, _blocks.Count)).ToString(CultureInfo.InvariantCulture));
        edit.Before.Add((
            "content_block_start",
            [.. "{\"type\":\"content_block_start\",\"index\":"u8, .. index, .. ",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}"u8]));
        edit.Before.Add((
            "content_block_delta",
            [
                .. "{\"type\":\"content_block_delta\",\"index\":"u8, .. index, .. ",\"delta\":{\"type\":\"text_delta\",\"text\":"u8,
                .. text, .. "}}"u8,
            ]));
        edit.Before.Add(("content_block_stop", [.. "{\"type\":\"content_block_stop\",\"index\":"u8, .. index, .. "}"u8]));
    }

    private bool ReadEvent(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        if (_ended || root.Member("type") is not { IsString: true } type)
        {
            return false;
        }

        var (sound, body) = type.Text switch
        {
            "message_start" => (Begin(piece, root, octets), "message"),
            "content_block_start" => (!_finished && _blocks.Start(piece, root, octets), "content_block"),
            "content_block_delta" => (_blocks.Grow(piece, root, octets), "delta"),
            "content_block_stop" => (_blocks.Stop(piece, root, octets), null),
            "message_delta" => (Change(piece, root, octets), "delta"),
            "message_stop" or "error" => (End(piece, failed: type.Text == "error"), null),
            "ping" => (true, null),
            _ => (Name(piece, type), (string?)null),
        };
        foreach (var member in root.Children)
        {
            if (member.Key != "type" && member.Key != body)
            {
                AnswerStrings.TakeKey(piece, member);
                _blocks.Strings.TakeBelow(piece, member, ContentKind.Unknown, "event");
            }
        }

        // What began after the end would stand where the sentence in place of withheld calls may stand.
        _finished |= piece.Finishes.Count > 0;
        return sound;
    }

    private bool Begin(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets) =>
        !_started && (_started = true) && root.Member("message") is { IsObject: true } message && ReadMessage(piece, message, octets);

    private bool Change(AnswerPiece piece, JsonPart root, ReadOnlySpan<byte> octets)
    {
        ReadUsage(piece, root.Member("usage"), octets);
        if (root.Member("delta") is not { IsNull: false } delta)
        {
            return true;
        }

        return delta.IsObject && ReadMembers(piece, delta, null) && !(_finished && piece.Finishes.Count > 0);
    }

    private bool End(AnswerPiece piece, bool failed)
    {
        (piece.IsLast, piece.IsFailure) = (true, failed);
        return _ended = true;
    }

    private static bool Name(AnswerPiece piece, JsonPart type)
    {
        piece.Unknowns.Add(UnknownName.Of(type.Text));
        AnswerStrings.TakeWhole(piece, type, "event/type");
        return true;
    }

    private bool ReadMessage(AnswerPiece piece, JsonPart message, ReadOnlySpan<byte> octets)
    {
        var content = message.Member("content");
        if (content is { IsNull: false })
        {
            if (!content.IsArray)
            {
                return false;
            }

            foreach (var block in content.Children)
            {
                if (!_blocks.ReadWhole(piece, block, octets))
                {
                    return false;
                }
            }
        }

        ReadUsage(piece, message.Member("usage") ?? message, octets);
        return ReadMembers(piece, message, content);
    }

    /// <summary>Reads what a message is called and how it ended, in a whole message or in the event that brings it.</summary>
    private bool ReadMembers(AnswerPiece piece, JsonPart owner, JsonPart? content)
    {
        foreach (var member in owner.Children)
        {
            AnswerStrings.TakeKey(piece, member);
            switch (member.Key)
            {
                case "content":
                    if (member != content)
                    {
                        // Blocks where an SDK might read them and nobody has judged them.
                        return false;
                    }

                    break;
                case "type" when member.IsString && MessagesVocabulary.AnswerTypes.Contains(member.Text!):
                case "role" when member.Text == "assistant":
                    break;
                case "type" or "role" or "id" or "model" when member.IsString:
                    AnswerStrings.TakeWhole(piece, member, "answer/" + member.Key);
                    break;
                case "stop_reason" when member is { IsNull: false } and not { Text: "" }:
                    if (!member.IsString)
                    {
                        return false;
                    }

                    ReadFinish(piece, member, content);
                    break;
                default:
                    _blocks.Strings.TakeBelow(piece, member, ContentKind.Unknown, "answer");
                    break;
            }
        }

        return true;
    }

    private static void ReadFinish(AnswerPiece piece, JsonPart reason, JsonPart? content)
    {
        var known = MessagesVocabulary.StopReasons.Contains(reason.Text!);
        if (!known)
        {
            AnswerStrings.TakeWhole(piece, reason, "stop_reason");
        }

        piece.Finishes.Add(new AnswerFinish(0, reason, known ? reason.Text! : "other", content));
    }

    /// <summary>
    /// Reads the counts; the API that does nothing but count has them in the answer itself. What the model reads from a cache, or puts
    /// there, isn't in the count of what it reads, and events may tell one without the others.
    /// </summary>
    private void ReadUsage(AnswerPiece piece, JsonPart? usage, ReadOnlySpan<byte> octets)
    {
        piece.OutputTokens = Count(usage?.Member("output_tokens"), octets);
        for (var i = 0; i < InputCounts.Length; i++)
        {
            if (Count(usage?.Member(InputCounts[i]), octets) is { } count)
            {
                _input[i] = count;
                piece.InputTokens = Math.Min(MaxCount, _input[0] + _input[1] + _input[2]);
            }
        }
    }

    private static long? Count(JsonPart? part, ReadOnlySpan<byte> octets) =>
        part?.Integer(octets) is >= 0 and <= MaxCount and var value ? value : null;
}
