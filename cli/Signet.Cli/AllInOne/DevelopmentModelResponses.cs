using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Signet.Cli.AllInOne;

/// <summary>The development model's responses, unary and streamed. It stores none, so there is none to get, cancel or delete.</summary>
internal static class DevelopmentModelResponses
{
    public static async Task AnswerAsync(HttpContext context, TimeProvider time)
    {
        if (await DevelopmentModelHttp.ReadAsync(context) is not { } body)
        {
            return;
        }

        var reply = DevelopmentModel.Answer(body);
        var head = DevelopmentModelHttp.NewHead("resp_", time);
        if (DevelopmentModelHttp.IsTrue(body["stream"]))
        {
            context.Response.ContentType = "text/event-stream";
            var sequence = 0;
            foreach (var (name, members) in Events(head, reply))
            {
                members.Insert(0, "type", name);
                members.Insert(1, "sequence_number", sequence++);
                await DevelopmentModelHttp.WriteEventAsync(context, members.ToJsonString(), name);
            }
        }
        else
        {
            await context.Response.WriteAsJsonAsync(Response(head, reply, "completed"), context.RequestAborted);
        }
    }

    public static Task NotStoredAsync(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        var error = new JsonObject { ["message"] = "the development model stores no responses", ["type"] = "invalid_request_error" };
        return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = error }, context.RequestAborted);
    }

    private static IEnumerable<(string Name, JsonObject Members)> Events(ModelReplyHead head, ModelReply reply)
    {
        yield return ("response.created", new JsonObject { ["response"] = Response(head, reply, "in_progress") });
        yield return ("response.in_progress", new JsonObject { ["response"] = Response(head, reply, "in_progress") });
        yield return ("response.output_item.added", new JsonObject { ["output_index"] = 0, ["item"] = Item(reply, "in_progress") });
        foreach (var (name, members) in reply.Tool is null ? TextEvents(reply.Text) : CallEvents(reply.Arguments))
        {
            yield return (name, members);
        }

        yield return ("response.output_item.done", new JsonObject { ["output_index"] = 0, ["item"] = Item(reply, "completed") });
        yield return ("response.completed", new JsonObject { ["response"] = Response(head, reply, "completed") });
    }

    private static IEnumerable<(string Name, JsonObject Members)> TextEvents(string text)
    {
        yield return ("response.content_part.added", Place("msg_1", ("content_index", 0), ("part", Part(""))));
        foreach (var piece in DevelopmentModelHttp.Pieces(text))
        {
            yield return (
                "response.output_text.delta", Place("msg_1", ("content_index", 0), ("delta", piece), ("logprobs", new JsonArray())));
        }

        yield return ("response.output_text.done", Place("msg_1", ("content_index", 0), ("text", text), ("logprobs", new JsonArray())));
        yield return ("response.content_part.done", Place("msg_1", ("content_index", 0), ("part", Part(text))));
    }

    private static IEnumerable<(string Name, JsonObject Members)> CallEvents(string arguments)
    {
        foreach (var piece in DevelopmentModelHttp.Pieces(arguments))
        {
            yield return ("response.function_call_arguments.delta", Place("fc_1", ("delta", piece)));
        }

        yield return ("response.function_call_arguments.done", Place("fc_1", ("arguments", arguments)));
    }

    private static JsonObject Place(string item, params (string Name, JsonNode Value)[] members)
    {
        var place = new JsonObject { ["item_id"] = item, ["output_index"] = 0 };
        foreach (var (name, value) in members)
        {
            place[name] = value;
        }

        return place;
    }

    private static JsonObject Response(ModelReplyHead head, ModelReply reply, string status)
    {
        var completed = status == "completed";
        return new JsonObject
        {
            ["id"] = head.Id,
            ["object"] = "response",
            ["created_at"] = head.Created,
            ["status"] = status,
            ["error"] = null,
            ["incomplete_details"] = null,
            ["instructions"] = null,
            ["metadata"] = new JsonObject(),
            ["model"] = DevelopmentModel.Name,
            ["output"] = completed ? new JsonArray(Item(reply, status)) : new JsonArray(),
            ["parallel_tool_calls"] = true,
            ["temperature"] = null,
            ["tool_choice"] = "auto",
            ["tools"] = new JsonArray(),
            ["top_p"] = null,
            ["usage"] = completed ? Usage(reply) : null,
        };
    }

    private static JsonObject Item(ModelReply reply, string status)
    {
        var completed = status == "completed";
        return reply.Tool is { } tool
            ? new JsonObject
            {
                ["id"] = "fc_1",
                ["type"] = "function_call",
                ["status"] = status,
                ["call_id"] = "call_1",
                ["name"] = tool,
                ["arguments"] = completed ? reply.Arguments : "",
            }
            : new JsonObject
            {
                ["id"] = "msg_1",
                ["type"] = "message",
                ["status"] = status,
                ["role"] = "assistant",
                ["content"] = completed ? new JsonArray(Part(reply.Text)) : new JsonArray(),
            };
    }

    private static JsonObject Part(string text) =>
        new() { ["type"] = "output_text", ["text"] = text, ["annotations"] = new JsonArray(), ["logprobs"] = new JsonArray() };

    private static JsonObject Usage(ModelReply reply) => new()
    {
        ["input_tokens"] = reply.InputTokens,
        ["input_tokens_details"] = new JsonObject { ["cached_tokens"] = 0 },
        ["output_tokens"] = reply.OutputTokens,
        ["output_tokens_details"] = new JsonObject { ["reasoning_tokens"] = 0 },
        ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
    };
}
