using System.Text.Json.Nodes;

namespace Signet.Cli.Manifests;

/// <summary>One YAML document of a manifest, as it was written and as JSON; null for one that holds comments alone.</summary>
internal sealed record ManifestDocument(string Text, JsonObject? Json)
{
    public string Kind => TextOf(Json?["kind"]);

    public string ApiVersion => TextOf(Json?["apiVersion"]);

    public string Name => (Json?["metadata"] as JsonObject) is { } metadata && TextOf(metadata["name"]) is { Length: > 0 } name ? name
        : TextOf((Json?["metadata"] as JsonObject)?["generateName"]);

    private static string TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue(out string? text) ? text : "";
}
