using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Signet.Cli.AllInOne;

/// <summary>What the endpoints of the development model share: bodies, pieces and events.</summary>
internal static class DevelopmentModelHttp
{
    private const int PieceLength = 7;

    /// <summary>The body of a request; null when it isn't a JSON object, which the caller has then been told.</summary>
    public static async Task<JsonObject?> ReadAsync(HttpContext context)
    {
        try
        {
            if (await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted) is JsonObject body)
            {
                return body;
            }
        }
        catch (JsonException)
        {
            // Told below.
        }

        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        await context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = new JsonObject { ["message"] = "not a JSON object" } });
        return null;
    }

    public static ModelReplyHead NewHead(string prefix, TimeProvider time) =>
        new(prefix + Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), time.GetUtcNow().ToUnixTimeSeconds());

    public static bool IsTrue(JsonNode? node) => node is JsonValue value && value.TryGetValue<bool>(out var isTrue) && isTrue;

    public static bool WantsUsage(JsonObject body) => body["stream_options"] is JsonObject options && IsTrue(options["include_usage"]);

    /// <summary>Small pieces: what a check looks for stands across several events, as it does with real models.</summary>
    public static IEnumerable<string> Pieces(string text) => text.Chunk(PieceLength).Select(characters => new string(characters));

    public static JsonObject Head(ModelReplyHead head, string type) => new()
    {
        ["id"] = head.Id,
        ["object"] = type,
        ["created"] = head.Created,
        ["model"] = DevelopmentModel.Name,
    };

    public static JsonObject Usage(int input, int output) => new()
    {
        ["prompt_tokens"] = input,
        ["completion_tokens"] = output,
        ["total_tokens"] = input + output,
    };

    public static async Task WriteEventAsync(HttpContext context, string data, string? name = null)
    {
        if (name is not null)
        {
            await context.Response.WriteAsync($"event: {name}\n", context.RequestAborted);
        }

        await context.Response.WriteAsync($"data: {data}\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }
}
