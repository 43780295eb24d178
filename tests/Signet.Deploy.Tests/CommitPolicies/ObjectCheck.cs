using System.Text.Json;
using System.Text.Json.Nodes;
using Cel;
using Json.Schema;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>
/// Says what an API server would say of an object: by its schema, which is one of JSON Schema but for a few words, and by the rules in CEL that
/// stand in it.
/// </summary>
internal static class ObjectCheck
{
    private static readonly JsonSchema Plain = JsonSchema.FromText(WithoutWordsOfKubernetes(CommitPolicyFixture.Spec).ToJsonString());

    /// <summary>The first fault; null for an object that would be taken.</summary>
    public static string? Fault(JsonObject spec) =>
        Plain.Evaluate(JsonSerializer.SerializeToElement(spec)).IsValid ? RuleFault(CommitPolicyFixture.Spec, spec, "") : "schema";

    private static string? RuleFault(JsonObject schema, JsonNode? value, string path)
    {
        if (value is null)
        {
            return null;
        }

        foreach (var rule in schema["x-kubernetes-validations"] as JsonArray ?? [])
        {
            if (!Holds((string)rule!["rule"]!, value))
            {
                return $"{path}: {(string)rule["message"]!}";
            }
        }

        return value switch
        {
            JsonArray list when schema["items"] is JsonObject items =>
                list.Select((item, at) => RuleFault(items, item, $"{path}/{at}")).FirstOrDefault(fault => fault is not null),
            JsonObject map when schema["additionalProperties"] is JsonObject members =>
                map.Select(pair => RuleFault(members, pair.Value, $"{path}/{pair.Key}")).FirstOrDefault(fault => fault is not null),
            JsonObject item when schema["properties"] is JsonObject properties => item
                .Where(pair => properties.ContainsKey(pair.Key))
                .Select(pair => RuleFault((JsonObject)properties[pair.Key]!, pair.Value, $"{path}/{pair.Key}"))
                .FirstOrDefault(fault => fault is not null),
            _ => null,
        };
    }

    private static bool Holds(string rule, JsonNode value) =>
        new CelEnvironment(null, null).Compile(rule).Invoke(new Dictionary<string, object?> { ["self"] = Plainly(value) }) is true;

    private static object? Plainly(JsonNode? value) => value switch
    {
        JsonObject map => map.ToDictionary(pair => pair.Key, pair => Plainly(pair.Value)),
        JsonArray list => list.Select(Plainly).ToArray(),
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.String => (string)scalar!,
        JsonValue scalar when scalar.GetValueKind() == JsonValueKind.Number => scalar.TryGetValue(out long whole) ? whole : (double)scalar,
        JsonValue scalar => (bool)scalar,
        _ => null,
    };

    private static JsonNode WithoutWordsOfKubernetes(JsonNode node)
    {
        switch (node)
        {
            case JsonObject schema:
                JsonObject plain = [];
                foreach (var (name, value) in schema.Where(pair => !pair.Key.StartsWith("x-kubernetes-", StringComparison.Ordinal)))
                {
                    plain[name] = WithoutWordsOfKubernetes(value!);
                }

                if ((string?)schema["x-kubernetes-list-type"] == "set")
                {
                    plain["uniqueItems"] = true;
                }

                return plain;
            case JsonArray list:
                return new JsonArray([.. list.Select(item => WithoutWordsOfKubernetes(item!))]);
            default:
                return node.DeepClone();
        }
    }
}
