using System.Text.Json.Nodes;

namespace Signet.Cli.AllInOne;

/// <summary>
/// Stands in for a model where none is configured, and knows nothing. A user message <c>/say TEXT</c> makes it say the text,
/// <c>/tool NAME ARGUMENTS</c> makes it propose the call, and any other message is repeated.
/// </summary>
internal static class DevelopmentModel
{
    public const string Name = "signet-development-model";

    private const string SayCommand = "/say ";
    private const string ToolCommand = "/tool ";

    public static ModelReply Answer(JsonObject request)
    {
        var messages = request["messages"] as JsonArray ?? [];
        var last = messages.LastOrDefault() as JsonObject;
        var text = TextOf(last?["content"]);
        var read = messages.OfType<JsonObject>().Sum(message => TextOf(message["content"]).Length);
        if (text.StartsWith(ToolCommand, StringComparison.Ordinal))
        {
            var words = text[ToolCommand.Length..].Split(' ', 2);
            return new ModelReply("", words[0], words.Length == 2 ? words[1] : "{}", read);
        }

        return text.StartsWith(SayCommand, StringComparison.Ordinal)
            ? new ModelReply(text[SayCommand.Length..], null, "", read)
            : new ModelReply("You wrote: " + text, null, "", read);
    }

    private static string TextOf(JsonNode? content) => content switch
    {
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        JsonArray parts => string.Concat(parts.OfType<JsonObject>().Select(part => TextOf(part["text"]))),
        _ => "",
    };
}
