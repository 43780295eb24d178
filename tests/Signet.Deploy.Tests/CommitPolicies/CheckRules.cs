using System.Globalization;
using System.Text.Json.Nodes;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>
/// What one schema for the options of all checks can't say: which of them a check takes, and what it takes for them. One rule in CEL for each
/// check, made of what its own schema says more narrowly.
/// </summary>
internal static class CheckRules
{
    /// <summary>The rules.</summary>
    /// <param name="checks">The schemas of all checks by name.</param>
    /// <param name="merged">The one schema of all.</param>
    public static JsonArray Of(IReadOnlyDictionary<string, JsonObject> checks, JsonObject merged)
    {
        JsonArray rules = [];
        foreach (var (name, schema) in checks.OrderBy(check => check.Key, StringComparer.Ordinal))
        {
            List<string> conditions = [.. ConditionsOf(schema, (JsonObject)merged["properties"]!)];
            if (conditions.Count > 0)
            {
                rules.Add(new JsonObject
                {
                    ["rule"] = $"self.check != '{name}' || ({string.Join(" && ", conditions)})",
                    ["message"] = $"{name} has no such option, lacks one, or takes no such value for it; see docs/policy.md",
                });
            }
        }

        return rules;
    }

    private static IEnumerable<string> ConditionsOf(JsonObject check, JsonObject merged)
    {
        var own = (JsonObject)check["properties"]!;
        foreach (var required in StructuralSchema.Names(check).Where(name => name != "check" && merged[name]!["type"] is not null))
        {
            yield return $"has(self.{required})";
        }

        foreach (var (option, schema) in merged)
        {
            // Of what has no type nothing can be said in CEL.
            if (schema!["type"] is null || option == "check")
            {
                continue;
            }

            if (own[option] is not JsonObject narrow)
            {
                yield return $"!has(self.{option})";
            }
            else if (string.Join(" && ", Narrower(option, narrow, (JsonObject)schema)) is { Length: > 0 } condition)
            {
                yield return $"(!has(self.{option}) || {condition})";
            }
        }
    }

    private static IEnumerable<string> Narrower(string option, JsonObject narrow, JsonObject wide)
    {
        if (narrow["enum"] is JsonArray words && !JsonNode.DeepEquals(words, wide["enum"]))
        {
            yield return $"self.{option} in [{string.Join(", ", words.Select(word => $"'{(string)word!}'"))}]";
        }

        foreach (var (bound, form) in ((string, string)[])
        [
            ("minimum", "self.{0} >= {1}"), ("maximum", "self.{0} <= {1}"), ("minLength", "size(self.{0}) >= {1}"),
            ("maxLength", "size(self.{0}) <= {1}"), ("maxItems", "size(self.{0}) <= {1}"), ("maxProperties", "size(self.{0}) <= {1}"),
        ])
        {
            if (narrow[bound] is { } value && !JsonNode.DeepEquals(value, wide[bound]))
            {
                yield return string.Format(CultureInfo.InvariantCulture, form, option, value.ToJsonString());
            }
        }
    }
}
