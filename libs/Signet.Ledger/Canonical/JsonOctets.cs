using System.Runtime.InteropServices;
using System.Text.Json;

namespace Signet.Ledger.Canonical;

/// <summary>The octets of an element as they stand in its source.</summary>
internal static class JsonOctets
{
    public static ReadOnlyMemory<byte> Of(JsonElement element, ReadOnlyMemory<byte> source)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return source.Span.Overlaps(raw, out var offset) ? source.Slice(offset, raw.Length) : raw.ToArray();
    }
}
