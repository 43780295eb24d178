using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Signet.Testing.Surfaces;

/// <summary>Writes the same JSON in ever other octets: white space, the order of members, escapes.</summary>
/// <param name="random">Chooses.</param>
/// <param name="lines">True when white space may end lines, with LF.</param>
public sealed class JsonSpelling(Random random, bool lines = false)
{
    private static readonly string[] Spaces = ["", "", "", " ", "  ", "\t"];

    public string Write(JsonNode? node)
    {
        var output = new StringBuilder();
        Write(output, node);
        return output.ToString();
    }

    private void Write(StringBuilder output, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject holder:
                WriteList(output, '{', '}', holder.OrderBy(_ => random.Next()).ToList(), member =>
                {
                    WriteText(output, member.Key);
                    Space(output);
                    output.Append(':');
                    Space(output);
                    Write(output, member.Value);
                });
                break;
            case JsonArray list:
                WriteList(output, '[', ']', list, item => Write(output, item));
                break;
            case JsonValue value when value.TryGetValue<string>(out var text):
                WriteText(output, text);
                break;
            default:
                output.Append(node?.ToJsonString() ?? "null");
                break;
        }
    }

    private void WriteList<T>(StringBuilder output, char open, char close, IList<T> items, Action<T> write)
    {
        output.Append(open);
        for (var i = 0; i < items.Count; i++)
        {
            output.Append(i > 0 ? "," : "");
            Space(output);
            write(items[i]);
            Space(output);
        }

        output.Append(close);
    }

    private void WriteText(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var rune in text.EnumerateRunes())
        {
            // A pair is escaped as a whole, since half of one has no octets of its own.
            var escaped = rune.Value is < ' ' or '"' or '\\' || random.Next(4) == 0;
            foreach (var c in rune.ToString())
            {
                output.Append(escaped
                    ? "\\u" + ((int)c).ToString(random.Next(2) == 0 ? "x4" : "X4", CultureInfo.InvariantCulture)
                    : c.ToString());
            }
        }

        output.Append('"');
    }

    private void Space(StringBuilder output) => output.Append(lines && random.Next(8) == 0 ? "\n" : Spaces[random.Next(Spaces.Length)]);
}
