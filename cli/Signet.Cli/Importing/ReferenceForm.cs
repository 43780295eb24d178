using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Signet.Cli.Importing;

/// <summary>
/// The canonical form that the reference implementation signs: names by code point, no white space, and no escape but for quotation mark, reverse
/// solidus and control characters. Numbers are taken as they are spelled: one that was spelled otherwise counts as changed.
/// </summary>
internal static class ReferenceForm
{
    public static void Append(StringBuilder text, JsonElement value, string? without = null)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{').AppendJoin(",", value.EnumerateObject().Where(member => member.Name != without).OrderBy(member => member.Name, CodePoints.Instance).Select(member =>
                {
                    var part = new StringBuilder();
                    AppendString(part, member.Name);
                    part.Append(':');
                    Append(part, member.Value);
                    return part.ToString();
                })).Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[').AppendJoin(",", value.EnumerateArray().Select(item =>
                {
                    var part = new StringBuilder();
                    Append(part, item);
                    return part.ToString();
                })).Append(']');
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            default:
                text.Append(value.GetRawText());
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    /// <summary>UTF-8 sorts as code points do; UTF-16 doesn't.</summary>
    private sealed class CodePoints : IComparer<string>
    {
        public static CodePoints Instance { get; } = new();

        public int Compare(string? x, string? y) => Encoding.UTF8.GetBytes(x!).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y!));
    }
}
