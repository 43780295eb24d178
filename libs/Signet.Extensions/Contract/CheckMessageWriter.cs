using System.Buffers;
using System.Text.Json;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Contract;

/// <summary>
/// Writes what a service is asked: <c>docs/schemas/signet-check-request-v1.json</c>. Nothing leaves that isn't in that schema: no
/// header fields, no addresses, and of the content only what the policy sends.
/// </summary>
internal static class CheckMessageWriter
{
    internal static ReadOnlyMemory<byte> Admission(string check, RequestContext request, IReadOnlyList<int> items) =>
        Write(check, Stage.Admission, request, json =>
        {
            json.WriteStartArray("items");
            foreach (int position in items)
            {
                Write(json, position, request.Content[position]);
            }

            json.WriteEndArray();
            json.WriteNumber("skipped", request.Content.Count - items.Count);
        });

    internal static ReadOnlyMemory<byte> Commitment(string check, RequestContext request, ToolCall call) =>
        Write(check, Stage.Commitment, request, json =>
        {
            json.WriteStartObject("call");
            json.WriteNumber("choice", call.Choice);
            json.WriteNumber("index", call.Index);
            json.WriteString("id", call.CallId);
            json.WriteString("name", call.Name);
            json.WriteString("arguments", call.Arguments);
            json.WriteEndObject();
        });

    internal static ReadOnlyMemory<byte> Record(string check, RequestContext request, ResponseSummary response) =>
        Write(check, Stage.Record, request, json =>
        {
            json.WriteStartObject("response");
            json.WriteNumber("status", response.Status);
            json.WriteNumber("bytes", response.Bytes);
            json.WriteString("finish_reason", response.FinishReason);
            Write(json, "input_tokens", response.InputTokens);
            Write(json, "output_tokens", response.OutputTokens);
            json.WriteEndObject();
        });

    private static ReadOnlyMemory<byte> Write(string check, Stage stage, RequestContext request, Action<Utf8JsonWriter> writeRest)
    {
        ArrayBufferWriter<byte> octets = new(1_024);
        using Utf8JsonWriter json = new(octets);
        json.WriteStartObject();
        json.WriteNumber("version", CheckWire.Version);
        json.WriteString("check", check);
        json.WriteString("stage", CheckWire.WordOf(stage));
        json.WriteStartObject("owner");
        json.WriteString("type", CheckWire.WordOf(request.Owner.Type));
        json.WriteString("id", request.Owner.Id);
        json.WriteEndObject();
        json.WriteString("model", request.Model);
        json.WriteString("surface", request.Surface);
        json.WriteString("path", request.Path);
        json.WriteString("classification", request.Classification);
        writeRest(json);
        json.WriteEndObject();
        json.Flush();
        return octets.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, int position, ContentItem item)
    {
        json.WriteStartObject();
        json.WriteNumber("item", position);
        json.WriteString("kind", CheckWire.WordOf(item.Kind));
        json.WriteString("role", CheckWire.WordOf(item.Role));
        json.WriteNumber("index", item.Index);
        json.WriteString("location", item.Location);
        json.WriteString("text", item.Text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
