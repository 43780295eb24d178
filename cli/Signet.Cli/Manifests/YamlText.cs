using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Signet.Cli.Manifests;

/// <summary>Writes JSON as block YAML. What some reader could take for anything but the text that it is stands in quotation marks, as JSON writes it.</summary>
internal static partial class YamlText
{
    // Of YAML 1.1, which Kubernetes reads.
    private static readonly HashSet<string> Reserved = new(
        ["true", "false", "yes", "no", "on", "off", "y", "n", "null", "nan", "inf"], StringComparer.OrdinalIgnoreCase);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(JsonObject json)
    {
        var text = new StringBuilder();
        Write(text, json, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, JsonObject json, int indent)
    {
        foreach (var (name, value) in json)
        {
            text.Append(' ', indent).Append(Scalar(name)).Append(':');
            WriteMember(text, value, indent);
        }
    }

    private static void WriteMember(StringBuilder text, JsonNode? value, int indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } members:
                text.Append('\n');
                Write(text, members, indent + 2);
                break;
            case JsonArray { Count: > 0 } items:
                text.Append('\n');
                WriteItems(text, items, indent);
                break;
            default:
                text.Append(' ').Append(Simple(value, indent + 2)).Append('\n');
                break;
        }
    }

    private static void WriteItems(StringBuilder text, JsonArray items, int indent)
    {
        foreach (var item in items)
        {
            switch (item)
            {
                case JsonObject { Count: > 0 } members:
                    // The first member stands behind the dash.
                    var start = text.Length;
                    Write(text, members, indent + 2);
                    text[start + indent] = '-';
                    break;
                case JsonArray { Count: > 0 } nested:
                    text.Append(' ', indent).Append("-\n");
                    WriteItems(text, nested, indent + 2);
                    break;
                default:
                    text.Append(' ', indent).Append("- ").Append(Simple(item, indent + 2)).Append('\n');
                    break;
            }
        }
    }

    private static string Simple(JsonNode? value, int indent) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue scalar when scalar.TryGetValue(out string? text) => Block(text, indent) ?? Scalar(text),
        _ => value.ToJsonString(),
    };

    private static string Scalar(string text) =>
        Plain().IsMatch(text) && !Reserved.Contains(text) ? text : JsonSerializer.Serialize(text, Readable);

    /// <summary>A text of several plain lines as a literal block; null for any other.</summary>
    private static string? Block(string text, int indent)
    {
        var lines = text.Split('\n');
        var isEnded = lines.Length > 1 && lines[^1].Length == 0;
        var content = isEnded ? lines[..^1] : lines;
        if (content.Length < 2 || content[0].StartsWith(' ') || content[^1].Length == 0 || content[0].Length == 0 || !Array.TrueForAll(content, IsPlain))
        {
            return null;
        }

        var margin = new string(' ', indent);
        return (isEnded ? "|" : "|-") + string.Concat(content.Select(line => line.Length == 0 ? "\n" : "\n" + margin + line));
    }

    private static bool IsPlain(string line) => line.All(letter => letter is >= ' ' and <= '~') && !line.EndsWith(' ');

    [GeneratedRegex("^[A-Za-z_/][A-Za-z0-9_./-]*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}
