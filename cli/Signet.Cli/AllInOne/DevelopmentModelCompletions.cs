using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Signet.Cli.AllInOne;

/// <summary>The development model's older completions, unary and streamed: one choice for each prompt.</summary>
internal static class DevelopmentModelCompletions
{
    private const string Type = "text_completion";

    public static async Task AnswerAsync(HttpContext context, TimeProvider time)
    {
        if (await DevelopmentModelHttp.ReadAsync(context) is not { } body)
        {
            return;
        }

        var prompts = DevelopmentModel.TextsOf(body["prompt"]);
        ModelReply[] replies = [.. prompts.Select(DevelopmentModel.Complete)];
        var echo = DevelopmentModelHttp.IsTrue(body["echo"]);
        string[] texts = [.. replies.Select((reply, i) => echo ? prompts[i] + reply.Text : reply.Text)];
        var usage = DevelopmentModelHttp.Usage(replies.Sum(reply => reply.InputTokens), replies.Sum(reply => reply.OutputTokens));
        var head = DevelopmentModelHttp.NewHead("cmpl-", time);
        if (DevelopmentModelHttp.IsTrue(body["stream"]))
        {
            await StreamAsync(context, head, texts, DevelopmentModelHttp.WantsUsage(body) ? usage : null);
            return;
        }

        var answer = DevelopmentModelHttp.Head(head, Type);
        answer["choices"] = new JsonArray([.. texts.Select((text, i) => Choice(i, text, "stop"))]);
        answer["usage"] = usage;
        await context.Response.WriteAsJsonAsync(answer, context.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext context, ModelReplyHead head, string[] texts, JsonObject? usage)
    {
        context.Response.ContentType = "text/event-stream";

        // In turn: choices come interleaved, as they do from real models.
        var waiting = texts.Select(text => new Queue<string>(DevelopmentModelHttp.Pieces(text))).ToArray();
        while (Array.Exists(waiting, pieces => pieces.Count > 0))
        {
            for (var i = 0; i < waiting.Length; i++)
            {
                if (waiting[i].TryDequeue(out var piece))
                {
                    await SendAsync(context, head, [Choice(i, piece, null)], null);
                }
            }
        }

        for (var i = 0; i < texts.Length; i++)
        {
            await SendAsync(context, head, [Choice(i, "", "stop")], null);
        }

        if (usage is not null)
        {
            await SendAsync(context, head, [], usage);
        }

        await DevelopmentModelHttp.WriteEventAsync(context, "[DONE]");
    }

    private static Task SendAsync(HttpContext context, ModelReplyHead head, JsonArray choices, JsonObject? usage)
    {
        var chunk = DevelopmentModelHttp.Head(head, Type);
        chunk["choices"] = choices;
        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        return DevelopmentModelHttp.WriteEventAsync(context, chunk.ToJsonString());
    }

    private static JsonObject Choice(int index, string text, string? finishReason) =>
        new() { ["text"] = text, ["index"] = index, ["logprobs"] = null, ["finish_reason"] = finishReason };
}
