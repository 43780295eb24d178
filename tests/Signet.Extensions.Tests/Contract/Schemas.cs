using System.Text.Json;
using Json.Schema;
using Signet.Testing;

namespace Signet.Extensions.Tests.Contract;

/// <summary>The published schemas of the contract.</summary>
internal static class Schemas
{
    private static readonly JsonSchema Request = Load("signet-check-request-v1.json");
    private static readonly JsonSchema Response = Load("signet-check-response-v1.json");

    internal static bool IsRequest(string json) => IsValid(Request, json);

    internal static bool IsResponse(string json) => IsValid(Response, json);

    private static JsonSchema Load(string name) => JsonSchema.FromText(File.ReadAllText(Repository.PathOf("docs", "schemas", name)));

    private static bool IsValid(JsonSchema schema, string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return schema.Evaluate(document.RootElement).IsValid;
    }
}
