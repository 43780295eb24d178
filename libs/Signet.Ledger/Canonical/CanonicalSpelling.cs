using System.Buffers;
using System.Text.Json;

namespace Signet.Ledger.Canonical;

/// <summary>
/// The canonical octets of JSON in another spelling. Tells a spelling that isn't canonical from content that isn't of the format; nothing
/// that is hashed, signed or stored comes from here.
/// </summary>
internal static class CanonicalSpelling
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = CanonicalForm.MaxDepth, AllowDuplicateProperties = false };

    /// <summary>Writes the canonical octets; false for what isn't JSON, or has none: duplicate keys, null, fractions, integers that are too large.</summary>
    public static bool TryRewrite(ReadOnlySpan<byte> json, ArrayBufferWriter<byte> output)
    {
        try
        {
            using var document = JsonDocument.Parse(json.ToArray(), Options);
            var writer = new CanonicalWriter(output);
            return TryWrite(document.RootElement, ref writer);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // A string that isn't UTF-8, or names half a surrogate pair, is found when it is read.
            return false;
        }
    }

    private static bool TryWrite(JsonElement value, ref CanonicalWriter writer)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.BeginObject();
                foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    if (!CanonicalForm.IsKey(member.Name))
                    {
                        return false;
                    }

                    writer.Key(member.Name);
                    if (!TryWrite(member.Value, ref writer))
                    {
                        return false;
                    }
                }

                writer.EndObject();
                return true;
            case JsonValueKind.Array:
                writer.BeginArray();
                foreach (var item in value.EnumerateArray())
                {
                    if (!TryWrite(item, ref writer))
                    {
                        return false;
                    }
                }

                writer.EndArray();
                return true;
            case JsonValueKind.String:
                writer.String(value.GetString()!);
                return true;
            case JsonValueKind.True or JsonValueKind.False:
                writer.Boolean(value.GetBoolean());
                return true;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && Math.Abs(number) <= CanonicalForm.MaxInteger && number == Math.Floor(number):
                writer.Integer((long)number);
                return true;
            default:
                return false;
        }
    }
}
