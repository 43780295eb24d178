using System.Text.Json.Nodes;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>
/// Translates the JSON Schema of policies into a structural schema, which is all that an API server takes: a type on every node, no
/// references, no branches. Defaults are left out, because an API server would write them into the object; and unknown members are kept
/// everywhere, because it would drop them silently and gateways refuse them loudly.
/// </summary>
internal static class StructuralSchema
{
    private const string Keep = "x-kubernetes-preserve-unknown-fields";

    /// <summary>Translates one node that has no branches.</summary>
    public static JsonObject Of(JsonObject schema)
    {
        if (schema["type"] is null)
        {
            return Anything((string?)schema["description"]);
        }

        JsonObject result = [];
        foreach (var name in (string[])["description", "type", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern", "maxItems", "maxProperties", "required"])
        {
            if (schema[name] is { } value)
            {
                result[name] = value.DeepClone();
            }
        }

        if ((bool?)schema["uniqueItems"] == true)
        {
            result["x-kubernetes-list-type"] = "set";
        }

        if (schema["items"] is JsonObject items)
        {
            result["items"] = Of(items);
        }

        if (schema["additionalProperties"] is JsonObject members)
        {
            result["additionalProperties"] = Of(members);
        }
        else if (schema["properties"] is JsonObject properties)
        {
            result[Keep] = true;
            result["properties"] = new JsonObject(properties.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)Of((JsonObject)pair.Value!))));
        }

        return result;
    }

    /// <summary>The narrowest node that takes what either takes; anything where they are of different kinds.</summary>
    public static JsonObject Merge(JsonObject one, JsonObject other)
    {
        var description = JsonNode.DeepEquals(one["description"], other["description"]) ? (string?)one["description"] : "Depends on the check; see docs/policy.md.";
        var (type, otherType) = ((string?)one["type"], (string?)other["type"]);
        if (type is null || type != otherType || (one["additionalProperties"] is JsonObject) != (other["additionalProperties"] is JsonObject))
        {
            return Anything(description);
        }

        JsonObject result = [];
        if (description is not null)
        {
            result["description"] = description;
        }

        result["type"] = type;
        if (one["enum"] is JsonArray words && other["enum"] is JsonArray otherWords)
        {
            result["enum"] = new JsonArray([.. words.Concat(otherWords).Select(word => (string)word!).Distinct().Select(word => JsonValue.Create(word))]);
        }

        Bound("minimum", Math.Min);
        Bound("maximum", Math.Max);
        Bound("minLength", Math.Min);
        Bound("maxLength", Math.Max);
        Bound("maxItems", Math.Max);
        Bound("maxProperties", Math.Max);
        if (one["items"] is JsonObject item && other["items"] is JsonObject otherItem)
        {
            result["items"] = Merge(item, otherItem);
        }

        if (one["additionalProperties"] is JsonObject member && other["additionalProperties"] is JsonObject otherMember)
        {
            result["additionalProperties"] = Merge(member, otherMember);
        }

        if (one["properties"] is JsonObject properties && other["properties"] is JsonObject otherProperties)
        {
            result["properties"] = MergeProperties(properties, otherProperties);
            var required = Names(one).Intersect(Names(other)).ToArray();
            if (required.Length > 0)
            {
                result["required"] = new JsonArray([.. required.Select(name => JsonValue.Create(name))]);
            }
        }

        return result;

        void Bound(string name, Func<double, double, double> wider)
        {
            if (one[name] is { } a && other[name] is { } b)
            {
                result[name] = wider((double)a, (double)b) == (double)a ? a.DeepClone() : b.DeepClone();
            }
        }
    }

    private static JsonObject MergeProperties(JsonObject one, JsonObject other)
    {
        JsonObject result = [];
        foreach (var (name, schema) in one)
        {
            result[name] = other[name] is JsonObject twin ? Merge((JsonObject)schema!, twin) : schema!.DeepClone();
        }

        foreach (var (name, schema) in other.Where(pair => !one.ContainsKey(pair.Key)))
        {
            result[name] = schema!.DeepClone();
        }

        return result;
    }

    public static IEnumerable<string> Names(JsonObject schema) => (schema["required"] as JsonArray ?? []).Select(name => (string)name!);

    private static JsonObject Anything(string? description)
    {
        JsonObject result = [];
        if (description is not null)
        {
            result["description"] = description;
        }

        result[Keep] = true;
        return result;
    }
}
