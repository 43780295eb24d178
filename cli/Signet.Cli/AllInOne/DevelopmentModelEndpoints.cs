using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Signet.Cli.AllInOne;

/// <summary>The development model's API: OpenAI-compatible chat completions, unary and streamed.</summary>
internal static class DevelopmentModelEndpoints
{
    private const int PieceLength = 7;

    public static void MapDevelopmentModel(this IEndpointRouteBuilder endpoints, TimeProvider time)
    {
        endpoints.MapGet("/v1/models", () => Results.Json(new JsonObject
        {
            ["object"] = "list",
            ["data"] = new JsonArray(new JsonObject { ["id"] = DevelopmentModel.Name, ["object"] = "model", ["owned_by"] = "signet" }),
        }));
        endpoints.MapPost("/v1/chat/completions", context => CompleteAsync(context, time));
    }

    private static async Task CompleteAsync(HttpContext context, TimeProvider time)
    {
        JsonNode? request;
        try
        {
            request = await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        }
        catch (JsonException)
        {
            request = null;
        }

        if (request is not JsonObject body)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = "not a JSON object" } });
            return;
        }

        var reply = DevelopmentModel.Answer(body);
        var head = new ModelReplyHead("chatcmpl-" + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time.GetUtcNow().ToUnixTimeSeconds());
        if (body["stream"] is JsonValue stream && stream.TryGetValue<bool>(out var streamed) && streamed)
        {
            var wantsUsage = body["stream_options"] is JsonObject options && options["include_usage"] is JsonValue usage &&
                usage.TryGetValue<bool>(out var asked) && asked;
            await StreamAsync(context, head, reply, wantsUsage);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(Unary(head, reply), context.RequestAborted);
        }
    }

    private static JsonObject Unary(ModelReplyHead head, ModelReply reply)
    {
        var message = new JsonObject { ["role"] = "assistant", ["content"] = reply.Tool is null ? reply.Text : null };
        if (reply.Tool is { } tool)
        {
            message["tool_calls"] = new JsonArray(Call(tool, reply.Arguments, index: null));
        }

        return new JsonObject
        {
            ["id"] = head.Id,
            ["object"] = "chat.completion",
            ["created"] = head.Created,
            ["model"] = DevelopmentModel.Name,
            ["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = reply.FinishReason }),
            ["usage"] = Usage(reply),
        };
    }

    private static async Task StreamAsync(HttpContext context, ModelReplyHead head, ModelReply reply, bool wantsUsage)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, head, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finishReason: null);
        if (reply.Tool is { } tool)
        {
            await SendAsync(context, head, new JsonObject { ["tool_calls"] = new JsonArray(Call(tool, "", index: 0)) }, finishReason: null);
        }

        // Small pieces: what a check looks for stands across several events, as it does with real models.
        var text = reply.Tool is null ? reply.Text : reply.Arguments;
        foreach (var piece in text.Chunk(PieceLength).Select(characters => new string(characters)))
        {
            var delta = reply.Tool is null
                ? new JsonObject { ["content"] = piece }
                : new JsonObject
                {
                    ["tool_calls"] = new JsonArray(new JsonObject { ["index"] = 0, ["function"] = new JsonObject { ["arguments"] = piece } }),
                };
            await SendAsync(context, head, delta, finishReason: null);
        }

        await SendAsync(context, head, new JsonObject(), reply.FinishReason);
        if (wantsUsage)
        {
            var chunk = Chunk(head);
            chunk["choices"] = new JsonArray();
            chunk["usage"] = Usage(reply);
            await WriteAsync(context, chunk.ToJsonString());
        }

        await WriteAsync(context, "[DONE]");
    }

    private static Task SendAsync(HttpContext context, ModelReplyHead head, JsonObject delta, string? finishReason)
    {
        var chunk = Chunk(head);
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason });
        return WriteAsync(context, chunk.ToJsonString());
    }

    private static async Task WriteAsync(HttpContext context, string data)
    {
        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private static JsonObject Chunk(ModelReplyHead head) => new()
    {
        ["id"] = head.Id,
        ["object"] = "chat.completion.chunk",
        ["created"] = head.Created,
        ["model"] = DevelopmentModel.Name,
    };

    private static JsonObject Call(string tool, string arguments, int? index)
    {
        var call = new JsonObject
        {
            ["id"] = "call_1",
            ["type"] = "function",
            ["function"] = new JsonObject { ["name"] = tool, ["arguments"] = arguments },
        };
        if (index is { } position)
        {
            call.Insert(0, "index", position);
        }

        return call;
    }

    private static JsonObject Usage(ModelReply reply) => new()
    {
        ["prompt_tokens"] = reply.InputTokens,
        ["completion_tokens"] = reply.OutputTokens,
        ["total_tokens"] = reply.InputTokens + reply.OutputTokens,
    };
}
