using System.Text.Json;

namespace Signet.Cli.Diagnosis;

/// <summary>Reads answers of others, of which nothing is certain: what isn't there, or isn't what it should be, is empty or null.</summary>
internal static class JsonMembers
{
    public static string Text(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : "";

    public static IReadOnlyList<JsonElement> Items(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.Array } value ? [.. value.EnumerateArray()] : [];

    public static long? Number(JsonElement element, params ReadOnlySpan<string> path) =>
        Find(element, path) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number) ? number : null;

    private static JsonElement Find(JsonElement element, ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return default;
            }
        }

        return element;
    }
}
