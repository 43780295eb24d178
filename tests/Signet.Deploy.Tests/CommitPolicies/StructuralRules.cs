using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>What an API server asks of the schema of a custom resource, as its documentation has it: the rules of structural schemas, and the bounds
/// without which it can't tell what a rule in CEL would cost.</summary>
internal static class StructuralRules
{
    private static readonly string[] Known =
    [
        "description", "type", "format", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "maxItems", "maxProperties", "required",
        "properties", "additionalProperties", "items", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-list-type",
        "x-kubernetes-list-map-keys", "x-kubernetes-validations",
    ];

    private static readonly string[] Types = ["object", "array", "string", "integer", "number", "boolean"];

    public static IReadOnlyList<string> Faults(JsonObject schema)
    {
        List<string> faults = [];
        Look(schema, "", underRules: false, faults);
        if ((string?)schema["type"] != "object")
        {
            faults.Add("The root is no object.");
        }

        return faults;
    }

    private static void Look(JsonObject node, string path, bool underRules, List<string> faults)
    {
        void Require(bool holds, string fault)
        {
            if (!holds)
            {
                faults.Add($"{path}: {fault}");
            }
        }

        foreach (var (name, _) in node)
        {
            // Among them $ref, default, uniqueItems, oneOf and its like, which are forbidden or not meant here.
            Require(Known.Contains(name), $"{name} is not known.");
        }

        var type = (string?)node["type"];
        var keeps = (bool?)node["x-kubernetes-preserve-unknown-fields"];
        Require(keeps is null or true, "preserve-unknown-fields is true or isn't there.");
        Require(type is not null || (keeps == true && node.All(pair => pair.Key is "description" or "x-kubernetes-preserve-unknown-fields")), "has no type.");
        Require(type is null || Types.Contains(type), "has no known type.");
        Require(node["properties"] is null || node["additionalProperties"] is null, "has both properties and additionalProperties.");
        Require(node["additionalProperties"] is null or JsonObject, "additionalProperties is a schema.");
        Require((node["properties"] ?? node["additionalProperties"]) is null || type == "object", "has members and is no object.");
        Require((type == "array") == node["items"] is JsonObject, "has items exactly when it is an array.");
        Require(keeps is null || type is null or "object", "keeps members and is no object.");
        Require(node["pattern"] is null || IsGoSyntax((string)node["pattern"]!), "has a pattern that Go doesn't take.");
        var properties = node["properties"] as JsonObject;
        Require(StringsOf(node["required"]).All(name => properties?.ContainsKey(name) == true), "requires what it doesn't have.");
        if ((string?)node["x-kubernetes-list-type"] == "map")
        {
            var item = node["items"]!["properties"]!.AsObject();
            Require(StringsOf(node["x-kubernetes-list-map-keys"]).All(key => item.ContainsKey(key)), "has keys that its items lack.");
            Require(StringsOf(node["x-kubernetes-list-map-keys"]).All(StringsOf(node["items"]!["required"]).Contains), "has keys that its items needn't have.");
        }

        // Below a rule everything has a bound, or the cost of the rule has none.
        underRules |= node["x-kubernetes-validations"] is not null;
        Require(!underRules || type != "array" || node["maxItems"] is not null, "is a list without a bound.");
        Require(!underRules || node["additionalProperties"] is null || node["maxProperties"] is not null, "is a map without a bound.");
        Require(!underRules || type != "string" || node["maxLength"] is not null || node["enum"] is not null, "is a text without a bound.");
        foreach (var (name, property) in properties ?? [])
        {
            Look((JsonObject)property!, $"{path}.{name}", underRules, faults);
        }

        if (node["items"] is JsonObject items)
        {
            Look(items, $"{path}[]", underRules, faults);
        }

        if (node["additionalProperties"] is JsonObject members)
        {
            Look(members, $"{path}.*", underRules, faults);
        }
    }

    private static bool IsGoSyntax(string pattern)
    {
        // RE2 has neither look-around nor back references, and neither has this engine.
        _ = new Regex(pattern, RegexOptions.NonBacktracking);
        return !pattern.Contains(@"\z", StringComparison.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> StringsOf(JsonNode? list) => (list as JsonArray ?? []).Select(item => (string)item!);
}
