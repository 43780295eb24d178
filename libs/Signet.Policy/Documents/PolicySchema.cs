using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Signet.Policy.Documents;

/// <summary>
/// The JSON Schema (draft 2020-12) of policy documents, for editors that complete and check what people write. It is made out of what the
/// readers read; what it lets pass the readers may still refuse, such as an expression that doesn't run in linear time.
/// </summary>
public static class PolicySchema
{
    /// <summary>What every entry of <c>checks</c> can say besides its check's own options.</summary>
    private static readonly Dictionary<string, string> Common = new()
    {
        ["check"] = "Which check it is.",
        ["name"] = "What decisions, metrics and the log call it; unique in a policy. The default is the check.",
        ["priority"] = "Lower runs earlier within a stage; ties keep the order of the list.",
        ["timeout_ms"] = "A check that takes longer blocks. The default is the check's own.",
        ["cpu_budget_ms"] = "How much processor time one call may use before the check stops. The default is the check's own.",
    };

    private static readonly Dictionary<string, string> Members = new()
    {
        ["version"] = "Of this format.",
        ["unknown_content"] = "What happens to events and parts of a type that the gateway doesn't know.",
        ["unknown_paths"] = "What happens to paths that the gateway doesn't know.",
        ["mode"] = "enforce: decisions bind. shadow: everything is decided and recorded, nothing is enforced but preflight.",
        ["tool_calls"] = "What happens to a tool call when no check of the policy judges tool calls.",
        ["allow_no_checks"] = "A policy without checks is an error unless this is true.",
        ["checks"] = "What the policy checks; see docs/policy.md.",
        ["policies"] = "Further policies by name.",
        ["policies.<name>.mode"] = "As above, for this policy.",
        ["policies.<name>.tool_calls"] = "As above, for this policy.",
        ["policies.<name>.allow_no_checks"] = "As above, for this policy.",
        ["policies.<name>.checks"] = "What the policy checks besides what it inherits; an entry with the name of an inherited one takes its place.",
        ["policies.<name>.extends"] = "The policy whose checks and settings it starts with: default, or one that stands before it.",
        ["select"] = "Which requests the policies are for: the first entry that matches decides; all others go by the top level.",
        ["select[].policy"] = "The policy.",
        ["select[].surfaces"] = "API surfaces, such as openai.chat_completions; a star at the end stands for any rest.",
        ["select[].models"] = "Models as callers name them; a star at the end stands for any rest.",
        ["select[].upstreams"] = "Names of upstreams; a star at the end stands for any rest.",
        ["select[].owners"] = "Owners, such as agent:billing-*, or unresolved.",
    };

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The schema as JSON text that ends with a line feed.</summary>
    /// <param name="registry">The checks that documents may name.</param>
    public static string For(CheckRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        OptionSchema document = new();
        new PolicyDocumentReader(registry, []).Read(new OptionReader(document));
        JsonObject root = document.ToJson(Members);
        root.Insert(0, "title", "signet policy");
        root.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        root["$defs"] = Definitions(registry);

        JsonObject properties = (JsonObject)root["properties"]!;
        properties["checks"]!["items"] = Reference("check");
        properties["policies"]!["additionalProperties"]!["properties"]!["checks"]!["items"] = Reference("check");
        return root.ToJsonString(Indented) + "\n";
    }

    /// <summary>The options of a check by path, as its factory reads them.</summary>
    public static IReadOnlyList<string> OptionsOf(CheckDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return [.. Read(definition).Paths()];
    }

    private static JsonObject Definitions(CheckRegistry registry)
    {
        JsonArray branches = [];
        JsonObject definitions = [];
        foreach (CheckDefinition definition in registry.Definitions)
        {
            branches.Add(new JsonObject
            {
                ["if"] = new JsonObject { ["properties"] = new JsonObject { ["check"] = new JsonObject { ["const"] = definition.Name } } },
                ["then"] = Reference(definition.Name),
            });
            definitions[definition.Name] = Entry(definition);
        }

        definitions.Insert(0, "check", new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { ["check"] = new JsonObject { ["enum"] = new JsonArray([.. registry.Names.Select(name => JsonValue.Create(name))]) } },
            ["required"] = new JsonArray("check"),
            ["allOf"] = branches,
        });
        return definitions;
    }

    private static JsonObject Entry(CheckDefinition definition)
    {
        OptionSchema common = new();
        PolicyCheck.ReadCommon(new OptionReader(common));
        JsonObject entry = Read(definition).ToJson(definition.Options);
        JsonObject properties = (JsonObject)entry["properties"]!;
        int at = 0;
        foreach ((string name, JsonNode? schema) in (JsonObject)common.ToJson(Common)["properties"]!)
        {
            properties.Insert(at++, name, schema!.DeepClone());
        }

        entry.Insert(0, "description", definition.Summary);
        return entry;
    }

    private static OptionSchema Read(CheckDefinition definition)
    {
        OptionSchema schema = new();
        definition.Factory(new OptionReader(schema));
        return schema;
    }

    private static JsonObject Reference(string definition) => new() { ["$ref"] = $"#/$defs/{definition}" };
}
