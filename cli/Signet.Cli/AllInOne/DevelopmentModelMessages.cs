using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Signet.Cli.AllInOne;

/// <summary>The development model's messages, unary and streamed, in the form of Anthropic's API: one block of text, or one call.</summary>
internal static class DevelopmentModelMessages
{
    public static async Task AnswerAsync(HttpContext context, TimeProvider time)
    {
        if (await DevelopmentModelHttp.ReadAsync(context) is not { } body)
        {
            return;
        }

        var reply = DevelopmentModel.Answer(body);
        var head = DevelopmentModelHttp.NewHead("msg_", time);
        if (DevelopmentModelHttp.IsTrue(body["stream"]))
        {
            await StreamAsync(context, head, reply);
            return;
        }

        var message = Message(head, reply);
        var block = Block(reply);
        if (reply.Tool is null)
        {
            block["text"] = reply.Text;
        }
        else
        {
            block["input"] = DevelopmentModel.InputOf(reply.Arguments);
        }

        message["content"] = new JsonArray(block);
        message["stop_reason"] = StopReason(reply);
        message["usage"] = Usage(reply);
        await context.Response.WriteAsJsonAsync(message, context.RequestAborted);
    }

    public static async Task CountAsync(HttpContext context)
    {
        if (await DevelopmentModelHttp.ReadAsync(context) is { } body)
        {
            await context.Response.WriteAsJsonAsync(
                new JsonObject { ["input_tokens"] = DevelopmentModel.Answer(body).InputTokens }, context.RequestAborted);
        }
    }

    public static JsonObject Model() => new()
    {
        ["type"] = "model",
        ["id"] = DevelopmentModel.Name,
        ["display_name"] = "Signet development model",
        ["created_at"] = "1970-01-01T00:00:00Z",
    };

    private static async Task StreamAsync(HttpContext context, ModelReplyHead head, ModelReply reply)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, "message_start", new JsonObject { ["message"] = Message(head, reply) });
        await SendAsync(context, "content_block_start", new JsonObject { ["index"] = 0, ["content_block"] = Block(reply) });
        foreach (var piece in DevelopmentModelHttp.Pieces(reply.Tool is null ? reply.Text : reply.Arguments))
        {
            var delta = reply.Tool is null
                ? new JsonObject { ["type"] = "text_delta", ["text"] = piece }
                : new JsonObject { ["type"] = "input_json_delta", ["partial_json"] = piece };
            await SendAsync(context, "content_block_delta", new JsonObject { ["index"] = 0, ["delta"] = delta });
        }

        await SendAsync(context, "content_block_stop", new JsonObject { ["index"] = 0 });
        await SendAsync(context, "message_delta", new JsonObject
        {
            ["delta"] = new JsonObject { ["stop_reason"] = StopReason(reply), ["stop_sequence"] = null },
            ["usage"] = new JsonObject { ["output_tokens"] = reply.OutputTokens },
        });
        await SendAsync(context, "message_stop", []);
    }

    private static Task SendAsync(HttpContext context, string type, JsonObject members)
    {
        members.Insert(0, "type", type);
        return DevelopmentModelHttp.WriteEventAsync(context, members.ToJsonString(), type);
    }

    private static JsonObject Message(ModelReplyHead head, ModelReply reply) => new()
    {
        ["id"] = head.Id,
        ["type"] = "message",
        ["role"] = "assistant",
        ["model"] = DevelopmentModel.Name,
        ["content"] = new JsonArray(),
        ["stop_reason"] = null,
        ["stop_sequence"] = null,
        ["usage"] = new JsonObject { ["input_tokens"] = reply.InputTokens, ["output_tokens"] = 1 },
    };

    /// <summary>The block before anything has been said in it.</summary>
    private static JsonObject Block(ModelReply reply) => reply.Tool is { } tool
        ? new JsonObject { ["type"] = "tool_use", ["id"] = "toolu_1", ["name"] = tool, ["input"] = new JsonObject() }
        : new JsonObject { ["type"] = "text", ["text"] = "" };

    private static JsonObject Usage(ModelReply reply) =>
        new() { ["input_tokens"] = reply.InputTokens, ["output_tokens"] = reply.OutputTokens };

    private static string StopReason(ModelReply reply) => reply.Tool is null ? "end_turn" : "tool_use";
}
