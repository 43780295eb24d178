using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Signet.Ledger.Tests.Canonical;

/// <summary>RFC 8785 for the restricted form, written apart from the library: parse, sort, write again.</summary>
internal static class IndependentForm
{
    public static byte[] Rewrite(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
        var text = new StringBuilder();
        Write(document.RootElement, text);
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>True for exactly one object in the restricted form, depth, keys and integers included.</summary>
    public static bool IsCanonical(byte[] octets)
    {
        try
        {
            new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets);
            using var document = JsonDocument.Parse(octets, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            return document.RootElement.ValueKind == JsonValueKind.Object && IsRestricted(document.RootElement) &&
                Rewrite(octets).AsSpan().SequenceEqual(octets);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsRestricted(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().All(
            p => p.Name.Length is > 0 and <= 64 && p.Name.All(c => c is >= 'a' and <= 'z' or >= '0' and <= '9' or '_') &&
                IsRestricted(p.Value)),
        JsonValueKind.Array => element.EnumerateArray().All(IsRestricted),
        JsonValueKind.Number => element.TryGetInt64(out var value) && Math.Abs((decimal)value) <= 9_007_199_254_740_991m,
        _ => true,
    };

    private static void Write(JsonElement element, StringBuilder text)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                text.Append('{').AppendJoin(',', element.EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).Select(p =>
                {
                    var member = new StringBuilder();
                    WriteString(p.Name, member);
                    member.Append(':');
                    Write(p.Value, member);
                    return member.ToString();
                })).Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[').AppendJoin(',', element.EnumerateArray().Select(item =>
                {
                    var value = new StringBuilder();
                    Write(item, value);
                    return value.ToString();
                })).Append(']');
                break;
            case JsonValueKind.String:
                WriteString(element.GetString()!, text);
                break;
            case JsonValueKind.Number:
                text.Append(element.GetInt64().ToString(CultureInfo.InvariantCulture));
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            default:
                throw new FormatException("Not in the restricted form.");
        }
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\t' => "\\t",
                '\n' => "\\n",
                '\f' => "\\f",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => c.ToString(),
            });
        }

        text.Append('"');
    }
}
