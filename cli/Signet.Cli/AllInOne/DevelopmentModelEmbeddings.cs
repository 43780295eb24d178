using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Signet.Cli.AllInOne;

/// <summary>The development model's embeddings, as numbers or as base64 of little-endian 32-bit numbers.</summary>
internal static class DevelopmentModelEmbeddings
{
    public static async Task AnswerAsync(HttpContext context)
    {
        if (await DevelopmentModelHttp.ReadAsync(context) is not { } body)
        {
            return;
        }

        var texts = DevelopmentModel.TextsOf(body["input"]);
        var encoded = body["encoding_format"] is JsonValue format && format.TryGetValue<string>(out var word) && word == "base64";
        var tokens = texts.Sum(text => new ModelReply("", null, "", text.Length).InputTokens);
        await context.Response.WriteAsJsonAsync(
            new JsonObject
            {
                ["object"] = "list",
                ["data"] = new JsonArray([.. texts.Select((text, i) => Item(i, DevelopmentModel.Embed(text), encoded))]),
                ["model"] = DevelopmentModel.Name,
                ["usage"] = new JsonObject { ["prompt_tokens"] = tokens, ["total_tokens"] = tokens },
            },
            context.RequestAborted);
    }

    private static JsonObject Item(int index, float[] vector, bool encoded) => new()
    {
        ["object"] = "embedding",
        ["index"] = index,
        ["embedding"] = encoded ? Encode(vector) : new JsonArray([.. vector.Select(number => (JsonNode)number)]),
    };

    private static string Encode(float[] vector)
    {
        var octets = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(octets.AsSpan(i * sizeof(float)), vector[i]);
        }

        return Convert.ToBase64String(octets);
    }
}
