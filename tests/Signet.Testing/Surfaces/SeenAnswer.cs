using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>The documents of an answer's body as a client receives them, and every text that it could put together from them.</summary>
public sealed class SeenAnswer
{
    private readonly HashSet<string> _texts = [];
    private readonly Dictionary<string, string> _joined = [];

    private SeenAnswer(IReadOnlyList<JsonObject> documents)
    {
        Documents = documents;
        foreach (var document in documents)
        {
            Visit(document, document["type"]?.ToString() ?? "");
        }
    }

    public IReadOnlyList<JsonObject> Documents { get; }

    /// <summary>The documents of the model, without signet's own notice.</summary>
    public IReadOnlyList<JsonObject> Said => [.. Documents.Where(document => !document.ContainsKey("signet_abort"))];

    /// <summary>True when signet has cut the stream.</summary>
    public bool IsAborted => Documents.Any(document => document.ContainsKey("signet_abort"));

    /// <summary>Reads a body: one JSON object, or events as the gateway writes them; anything else is one text.</summary>
    public static SeenAnswer Of(string body)
    {
        if (body.StartsWith('{'))
        {
            return new SeenAnswer([JsonNode.Parse(body)!.AsObject()]);
        }

        // What joins lines into an event is the standard's own rule, written once more so that the gateway's isn't taken for true.
        var documents = new List<JsonObject>();
        var isStream = false;
        var data = "";
        foreach (var line in body.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Split('\n'))
        {
            if (line.StartsWith("data:", StringComparison.Ordinal))
            {
                isStream = true;
                data += (data.Length > 0 ? "\n" : "") + line[5..];
            }
            else if (line.Length == 0 && data.Length > 0)
            {
                if (data.Trim() != StreamEvent.DoneWord)
                {
                    documents.Add(JsonNode.Parse(data)!.AsObject());
                }

                data = "";
            }
        }

        var seen = new SeenAnswer(documents);
        if (!isStream)
        {
            seen._texts.Add(body);
        }

        return seen;
    }

    /// <summary>True when a text stands in one string or key, or in the strings of one place joined over the events.</summary>
    public bool Shows(string text) =>
        _texts.Any(seen => seen.Contains(text, StringComparison.Ordinal))
        || _joined.Values.Any(seen => seen.Contains(text, StringComparison.Ordinal));

    private void Visit(JsonNode? node, string place)
    {
        switch (node)
        {
            case JsonObject holder:
                foreach (var (key, value) in holder)
                {
                    _texts.Add(key);
                    Visit(value, $"{place}/{key}");
                }

                break;
            case JsonArray list:
                foreach (var item in list)
                {
                    // Choices and calls that come in turns are told apart by their numbers; parts follow each other.
                    Visit(item, item is JsonObject numbered ? place + numbered["index"]?.ToJsonString() : place);
                }

                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                _texts.Add(text);
                _joined[place] = _joined.GetValueOrDefault(place, "") + text;
                break;
        }
    }
}
