using System.Text.Json;
using System.Text.Json.Serialization;
using Signet.Ledger;

namespace Signet.Auditor.State;

/// <summary>A digest as 64 hexadecimal digits.</summary>
internal sealed class DigestConverter : JsonConverter<Digest>
{
    public override Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Digest.TryParse(reader.GetString(), out var digest) ? digest : throw new JsonException("Not a digest.");

    public override void Write(Utf8JsonWriter writer, Digest value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
