using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Signet.Cli.AllInOne;

/// <summary>The development model's API: OpenAI's for chat completions, completions, responses and embeddings, and Anthropic's Messages.</summary>
internal static class DevelopmentModelEndpoints
{
    public static void MapDevelopmentModel(this IEndpointRouteBuilder endpoints, TimeProvider time)
    {
        endpoints.MapGet("/v1/models", (HttpContext context) => Results.Json(IsAnthropic(context)
            ? new JsonObject
            {
                ["data"] = new JsonArray(DevelopmentModelMessages.Model()),
                ["has_more"] = false,
                ["first_id"] = DevelopmentModel.Name,
                ["last_id"] = DevelopmentModel.Name,
            }
            : new JsonObject { ["object"] = "list", ["data"] = new JsonArray(Model()) }));
        endpoints.MapGet("/v1/models/" + DevelopmentModel.Name, (HttpContext context) => Results.Json(
            IsAnthropic(context) ? DevelopmentModelMessages.Model() : Model()));
        endpoints.MapPost("/v1/chat/completions", context => CompleteAsync(context, time));
        endpoints.MapPost("/v1/completions", context => DevelopmentModelCompletions.AnswerAsync(context, time));
        endpoints.MapPost("/v1/responses", context => DevelopmentModelResponses.AnswerAsync(context, time));
        endpoints.Map("/v1/responses/{**rest}", DevelopmentModelResponses.NotStoredAsync);
        endpoints.MapPost("/v1/embeddings", DevelopmentModelEmbeddings.AnswerAsync);
        endpoints.MapPost("/v1/messages", context => DevelopmentModelMessages.AnswerAsync(context, time));
        endpoints.MapPost("/v1/messages/count_tokens", DevelopmentModelMessages.CountAsync);
    }

    private static bool IsAnthropic(HttpContext context) => context.Request.Headers.ContainsKey("Anthropic-Version");

    private static JsonObject Model() => new() { ["id"] = DevelopmentModel.Name, ["object"] = "model", ["owned_by"] = "signet" };

    private static async Task CompleteAsync(HttpContext context, TimeProvider time)
    {
        if (await DevelopmentModelHttp.ReadAsync(context) is not { } body)
        {
            return;
        }

        var reply = DevelopmentModel.Answer(body);
        var head = DevelopmentModelHttp.NewHead("chatcmpl-", time);
        if (DevelopmentModelHttp.IsTrue(body["stream"]))
        {
            await StreamAsync(context, head, reply, DevelopmentModelHttp.WantsUsage(body));
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

        var answer = DevelopmentModelHttp.Head(head, "chat.completion");
        answer["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["message"] = message, ["finish_reason"] = reply.FinishReason });
        answer["usage"] = Usage(reply);
        return answer;
    }

    private static async Task StreamAsync(HttpContext context, ModelReplyHead head, ModelReply reply, bool wantsUsage)
    {
        context.Response.ContentType = "text/event-stream";
        await SendAsync(context, head, new JsonObject { ["role"] = "assistant", ["content"] = "" }, finishReason: null);
        if (reply.Tool is { } tool)
        {
            await SendAsync(context, head, new JsonObject { ["tool_calls"] = new JsonArray(Call(tool, "", index: 0)) }, finishReason: null);
        }

        foreach (var piece in DevelopmentModelHttp.Pieces(reply.Tool is null ? reply.Text : reply.Arguments))
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
            await DevelopmentModelHttp.WriteEventAsync(context, chunk.ToJsonString());
        }

        await DevelopmentModelHttp.WriteEventAsync(context, "[DONE]");
    }

    private static Task SendAsync(HttpContext context, ModelReplyHead head, JsonObject delta, string? finishReason)
    {
        var chunk = Chunk(head);
        chunk["choices"] = new JsonArray(new JsonObject { ["index"] = 0, ["delta"] = delta, ["finish_reason"] = finishReason });
        return DevelopmentModelHttp.WriteEventAsync(context, chunk.ToJsonString());
    }

    private static JsonObject Chunk(ModelReplyHead head) => DevelopmentModelHttp.Head(head, "chat.completion.chunk");

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

    private static JsonObject Usage(ModelReply reply) => DevelopmentModelHttp.Usage(reply.InputTokens, reply.OutputTokens);
}
