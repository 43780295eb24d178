using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.Cli.AllInOne;

/// <summary>
/// Stands in for a model where none is configured, and knows nothing. A user message <c>/say TEXT</c> makes it say the text,
/// <c>/tool NAME ARGUMENTS</c> makes it propose the call, and any other message is repeated. A prompt is answered like a message, but
/// has no tools; the vector of a text says nothing but whether another text is the same.
/// </summary>
internal static class DevelopmentModel
{
    public const string Name = "signet-development-model";

    /// <summary>How many numbers a vector has.</summary>
    public const int VectorLength = 8;

    private const string SayCommand = "/say ";
    private const string ToolCommand = "/tool ";

    public static ModelReply Answer(JsonObject request)
    {
        var messages = MessagesOf(request);
        var last = messages.LastOrDefault() as JsonObject;
        var text = TextOf(last?["content"]);
        var read = messages.OfType<JsonObject>().Sum(message => TextOf(message["content"]).Length);
        if (text.StartsWith(ToolCommand, StringComparison.Ordinal))
        {
            var words = text[ToolCommand.Length..].Split(' ', 2);
            return new ModelReply("", words[0], words.Length == 2 ? words[1] : "{}", read);
        }

        return Say(text, read);
    }

    /// <summary>Arguments where an API has them as JSON; those that are none become a text there.</summary>
    public static JsonNode? InputOf(string arguments)
    {
        try
        {
            return JsonNode.Parse(arguments);
        }
        catch (JsonException)
        {
            return new JsonObject { ["text"] = arguments };
        }
    }

    /// <summary>How it goes on after a prompt.</summary>
    public static ModelReply Complete(string prompt) => Say(prompt, prompt.Length);

    /// <summary>A vector of length 1, always the same for the same text.</summary>
    public static float[] Embed(string text)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        var vector = new float[VectorLength];
        for (var i = 0; i < vector.Length; i++)
        {
            vector[i] = BinaryPrimitives.ReadInt32BigEndian(digest.AsSpan(i * sizeof(int))) / (float)int.MaxValue;
        }

        var length = MathF.Sqrt(vector.Sum(number => number * number));
        return [.. vector.Select(number => number / length)];
    }

    /// <summary>The texts of a member that is a text or a list of texts.</summary>
    public static IReadOnlyList<string> TextsOf(JsonNode? member) =>
        member is JsonArray list ? [.. list.Select(TextOf)] : [TextOf(member)];

    /// <summary>The messages of a chat, or the input of a response, which may be a text alone.</summary>
    private static JsonArray MessagesOf(JsonObject request) => request["messages"] as JsonArray ?? request["input"] switch
    {
        JsonArray items => items,
        JsonValue text => new JsonArray(new JsonObject { ["content"] = text.DeepClone() }),
        _ => [],
    };

    private static ModelReply Say(string text, int read) => text.StartsWith(SayCommand, StringComparison.Ordinal)
        ? new ModelReply(text[SayCommand.Length..], null, "", read)
        : new ModelReply("You wrote: " + text, null, "", read);

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray parts => string.Concat(parts.OfType<JsonObject>().Select(part => TextOf(part["text"]))),
        _ => "",
    };
}
