using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Testing;

namespace Signet.Deploy.Tests.CommitPolicies;

/// <summary>The definition of CommitPolicy, made out of the published schema of policies.</summary>
internal static class CommitPolicyDefinition
{
    private const string NamePattern = "^[a-z][a-z0-9_]{0,63}$";
    private const string StarAtTheEnd = @"^[^*]*\*?$";

    /// <summary>The checks that find out who answers for a request, which stand at the top level alone.</summary>
    public static readonly string[] OwnerChecks = ["loopback_trust", "owner_resolution"];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Where the chart has it.</summary>
    public static string Path { get; } = Repository.PathOf("deploy", "helm", "signet", "files", "commitpolicies.json");

    /// <summary>The <c>spec</c> of the definition as JSON text.</summary>
    public static string Write() => Make().ToJsonString(Indented) + "\n";

    private static JsonObject Make() => new()
    {
        ["group"] = "signet.dev",
        ["names"] = new JsonObject
        {
            ["kind"] = "CommitPolicy",
            ["listKind"] = "CommitPolicyList",
            ["plural"] = "commitpolicies",
            ["singular"] = "commitpolicy",
            ["shortNames"] = new JsonArray("cpol"),
            ["categories"] = new JsonArray("signet"),
        },
        ["scope"] = "Namespaced",
        ["versions"] = new JsonArray(new JsonObject
        {
            ["name"] = "v1alpha1",
            ["served"] = true,
            ["storage"] = true,
            ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
            ["additionalPrinterColumns"] = new JsonArray(
                Column("Accepted", "string", ".status.conditions[?(@.type==\"Accepted\")].status"),
                Column("Reason", "string", ".status.conditions[?(@.type==\"Accepted\")].reason"),
                Column("Generation", "integer", ".metadata.generation"),
                Column("Age", "date", ".metadata.creationTimestamp")),
            ["schema"] = new JsonObject
            {
                ["openAPIV3Schema"] = new JsonObject
                {
                    ["description"] = "A policy of signet: what its gateways let pass. docs/policy.md of signet describes it.",
                    ["type"] = "object",
                    ["required"] = new JsonArray("spec"),
                    ["properties"] = new JsonObject { ["spec"] = Spec(), ["status"] = Status() },
                },
            },
        }),
    };

    private static JsonObject Spec()
    {
        var schema = JsonNode.Parse(File.ReadAllText(Repository.PathOf("docs", "policy.schema.json")))!.AsObject();
        var definitions = (JsonObject)schema["$defs"]!;
        var checks = definitions.Where(pair => pair.Key != "check").ToDictionary(pair => pair.Key, pair => (JsonObject)pair.Value!);
        var merged = checks.Values.Aggregate(StructuralSchema.Merge);
        merged.Remove("description");
        merged["required"] = new JsonArray("check");
        merged["properties"]!["check"]!["pattern"] = NamePattern;
        merged["properties"]!["name"]!["pattern"] = NamePattern;

        var entry = StructuralSchema.Of(merged);
        entry["x-kubernetes-validations"] = CheckRules.Of(checks, merged);
        var spec = StructuralSchema.Of(schema);
        var properties = (JsonObject)spec["properties"]!;
        properties["checks"]!["items"] = entry;
        var policy = (JsonObject)properties["policies"]!["additionalProperties"]!;
        policy["properties"]!["checks"]!["items"] = WithoutDescriptions(entry);
        policy["properties"]!["extends"]!["pattern"] = NamePattern;
        policy["x-kubernetes-validations"] = new JsonArray(Rule(
            $"!has(self.checks) || !self.checks.exists(c, c.check in [{string.Join(", ", OwnerChecks.Select(name => $"'{name}'"))}])",
            "checks that find out who answers for a request belong to the top level"));
        var selection = (JsonObject)properties["select"]!["items"]!;
        selection["properties"]!["policy"]!["pattern"] = NamePattern;
        foreach (var criterion in (string[])["surfaces", "models", "upstreams"])
        {
            selection["properties"]![criterion]!["items"]!["pattern"] = StarAtTheEnd;
        }

        selection["properties"]!["owners"]!["items"]!["pattern"] = @"^(unresolved|(human|agent|policy):[^*]*\*?)$";
        selection["x-kubernetes-validations"] = new JsonArray(Rule(
            "has(self.surfaces) || has(self.models) || has(self.upstreams) || has(self.owners)",
            "name surfaces, models, upstreams or owners"));
        spec["x-kubernetes-validations"] = new JsonArray(
            Rule(
                "(has(self.allow_no_checks) && self.allow_no_checks) || (has(self.checks) && size(self.checks) > 0)",
                "checks is empty; say allow_no_checks: true if that is meant"),
            Rule(
                "!has(self.checks) || self.checks.all(c, self.checks.exists_one(d, (has(d.name) ? d.name : d.check) == (has(c.name) ? c.name : c.check)))",
                "two checks have one name"),
            Rule(
                "!has(self.select) || self.select.all(s, s.policy == 'default' || (has(self.policies) && s.policy in self.policies))",
                "select names a policy that isn't there"));
        return spec;
    }

    private static JsonObject Status()
    {
        JsonObject Text(int max, string? pattern = null)
        {
            JsonObject text = new() { ["type"] = "string", ["maxLength"] = max };
            if (pattern is not null)
            {
                text["pattern"] = pattern;
            }

            return text;
        }

        return new JsonObject
        {
            ["description"] = "What gateways make of the policy; they write it themselves.",
            ["type"] = "object",
            ["properties"] = new JsonObject
            {
                ["conditions"] = new JsonObject
                {
                    ["type"] = "array",
                    ["maxItems"] = 8,
                    ["x-kubernetes-list-type"] = "map",
                    ["x-kubernetes-list-map-keys"] = new JsonArray("type"),
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray("type", "status", "reason", "message", "lastTransitionTime"),
                        ["properties"] = new JsonObject
                        {
                            ["type"] = Text(316),
                            ["status"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("True", "False", "Unknown") },
                            ["reason"] = Text(1024, "^[A-Za-z]([A-Za-z0-9_,:]*[A-Za-z0-9_])?$"),
                            ["message"] = Text(32768),
                            ["observedGeneration"] = new JsonObject { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0 },
                            ["lastTransitionTime"] = new JsonObject { ["type"] = "string", ["format"] = "date-time" },
                        },
                    },
                },
                ["gateways"] = new JsonObject
                {
                    ["description"] = "Which gateway runs which policy.",
                    ["type"] = "array",
                    ["maxItems"] = 256,
                    ["x-kubernetes-list-type"] = "map",
                    ["x-kubernetes-list-map-keys"] = new JsonArray("name"),
                    ["items"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = new JsonArray("name", "accepted", "observedGeneration", "renewTime"),
                        ["properties"] = new JsonObject
                        {
                            ["name"] = Described(Text(128, "^[a-z0-9][a-z0-9.-]*$"), "The gateway, as events name it."),
                            ["sha256"] = Described(Text(64, "^([0-9a-f]{64})?$"), "The digest of the policy in force there, as its events have it; empty when none is."),
                            ["observedGeneration"] = Described(
                                new() { ["type"] = "integer", ["format"] = "int64", ["minimum"] = 0 }, "The generation that it has looked at last."),
                            ["accepted"] = Described(new() { ["type"] = "boolean" }, "Whether that generation is in force there."),
                            ["message"] = Described(Text(1024), "Why it isn't."),
                            ["renewTime"] = Described(new() { ["type"] = "string", ["format"] = "date-time" }, "When it said so last."),
                        },
                    },
                },
            },
        };
    }

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema.Insert(0, "description", description);
        return schema;
    }

    private static JsonObject Rule(string rule, string message) => new() { ["rule"] = rule, ["message"] = message };

    private static JsonObject Column(string name, string type, string path) => new() { ["name"] = name, ["type"] = type, ["jsonPath"] = path };

    /// <summary>The second copy of the checks says nothing twice: client-side apply has 256 KiB for a whole definition.</summary>
    private static JsonNode WithoutDescriptions(JsonNode node)
    {
        switch (node)
        {
            case JsonObject schema:
                return new JsonObject(schema
                    .Where(pair => pair.Key != "description" || pair.Value is not JsonValue)
                    .Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)WithoutDescriptions(pair.Value!))));
            case JsonArray list:
                return new JsonArray([.. list.Select(item => WithoutDescriptions(item!))]);
            default:
                return node.DeepClone();
        }
    }
}
