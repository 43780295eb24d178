using System.Text.Json;

namespace Signet.Plugins.Tribunal;

/// <summary>
/// Reads a judge's verdict. Of the answer's envelope only what is needed is read; the verdict itself is exactly
/// <c>{"verdict":"allow"|"block","nonce":"…"}</c>, or it is none.
/// </summary>
internal static class VerdictReader
{
    private static readonly JsonDocumentOptions Envelope = new() { MaxDepth = 32, AllowDuplicateProperties = false };
    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = 2, AllowDuplicateProperties = false };

    /// <summary>True for allow, false for block, null for anything else.</summary>
    internal static bool? Read(ReadOnlyMemory<byte> answer, string nonce)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(answer, Envelope);
            return Content(json.RootElement) is { } content ? ReadVerdict(content, nonce) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Content(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("choices", out JsonElement choices)
            || choices.ValueKind != JsonValueKind.Array || choices.GetArrayLength() != 1 || choices[0].ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return choices[0].TryGetProperty("message", out JsonElement message) && message.ValueKind == JsonValueKind.Object
            && message.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.String
            ? content.GetString()
            : null;
    }

    private static bool? ReadVerdict(string content, string nonce)
    {
        using JsonDocument json = JsonDocument.Parse(content, Strict);
        JsonElement verdict = json.RootElement;
        bool isOne = verdict.ValueKind == JsonValueKind.Object && verdict.GetPropertyCount() == 2
            && verdict.TryGetProperty("nonce", out JsonElement repeated) && repeated.ValueKind == JsonValueKind.String && repeated.ValueEquals(nonce)
            && verdict.TryGetProperty("verdict", out JsonElement word) && word.ValueKind == JsonValueKind.String;
        if (!isOne)
        {
            return null;
        }

        JsonElement decided = verdict.GetProperty("verdict");
        return decided.ValueEquals("allow") ? true : decided.ValueEquals("block") ? false : null;
    }
}
