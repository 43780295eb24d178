using System.Text;
using System.Text.Json.Nodes;

namespace Signet.Docs.Tests.Reference;

/// <summary>The page that lists every option of a policy file, written from its JSON Schema.</summary>
internal static class PolicyReferencePage
{
    private const string Head =
        """
        # Policy reference

        Every option of a policy file, with its type, range and default. [The policy file](policy.md) says how they work together. The tests write
        this page from [policy.schema.json](policy.schema.json) with `SIGNET_WRITE_DOCS=1`, and the schema comes from what the readers read.

        A path with `[]` is a member of each entry of a list, one with `<name>` of each entry of a map. A dash for the default means that nothing
        is set.


        """;

    public static string Write(JsonObject schema)
    {
        var definitions = schema["$defs"]!.AsObject();
        var names = definitions.Select(definition => definition.Key).Where(name => name != "check").ToList();
        var page = new StringBuilder(Head);
        page.Append("## The file\n\n");
        Table(page, schema, _ => true);

        var common = definitions[names[0]]!["properties"]!.AsObject().TakeWhile(member => member.Key is "check" or "name" or "priority" or "timeout_ms" or "cpu_budget_ms")
            .Select(member => member.Key).ToList();
        page.Append("\n## What every check has\n\n");
        Table(page, definitions[names[0]]!.AsObject(), common.Contains);
        foreach (var name in names)
        {
            var definition = definitions[name]!.AsObject();
            page.Append("\n## ").Append(name).Append("\n\n").Append((string?)definition["description"]).Append('\n');
            if (definition["properties"]!.AsObject().Any(member => !common.Contains(member.Key)))
            {
                page.Append('\n');
                Table(page, definition, member => !common.Contains(member));
            }
        }

        return page.ToString();
    }

    private static void Table(StringBuilder page, JsonObject of, Func<string, bool> includes)
    {
        page.Append("| Option | Type | Default | What it does |\n|---|---|---|---|\n");
        Rows(page, of, "", includes);
    }

    private static void Rows(StringBuilder page, JsonObject of, string prefix, Func<string, bool> includes)
    {
        var required = of["required"]?.AsArray().Select(name => (string?)name).ToHashSet() ?? [];
        foreach (var (name, node) in of["properties"]!.AsObject().Where(member => includes(member.Key)))
        {
            var member = node!.AsObject();
            var standard = required.Contains(name) ? "required" : member["default"] is { } value ? $"`{Plain(value)}`" : "–";
            page.Append("| `").Append(prefix).Append(name).Append("` | ").Append(TypeOf(member)).Append(" | ").Append(standard).Append(" | ")
                .Append(Cell((string?)member["description"] ?? throw new InvalidOperationException($"{prefix}{name} has no description."))).Append(" |\n");
            if (member["items"] is JsonObject item && item.ContainsKey("properties"))
            {
                Rows(page, item, $"{prefix}{name}[].", _ => true);
            }
            else if (member["additionalProperties"] is JsonObject entry && entry.ContainsKey("properties"))
            {
                Rows(page, entry, $"{prefix}{name}.<name>.", _ => true);
            }
        }
    }

    private static string TypeOf(JsonObject schema)
    {
        if (schema["enum"] is JsonArray values)
        {
            return string.Join(", ", values.Select(value => $"`{Plain(value!)}`"));
        }

        var range = (schema["minimum"], schema["maximum"]) switch
        {
            ({ } least, { } most) when least.ToJsonString() == most.ToJsonString() => $", {Plain(least)} only",
            ({ } least, { } most) => $", {Plain(least)} to {Plain(most)}",
            ({ } least, null) => $", {Plain(least)} or more",
            (null, { } most) => $", {Plain(most)} or less",
            _ => "",
        };
        return (string?)schema["type"] switch
        {
            "string" => schema["maxLength"] is { } most ? $"text, at most {Plain(most)} characters" : "text",
            "integer" => "whole number" + range,
            "number" => "number" + range,
            "boolean" => "`true` or `false`",
            "array" => $"list{Most(schema, "maxItems")}{Of(schema["items"])}",
            "object" => $"map{Most(schema, "maxProperties")}{Of(schema["additionalProperties"])}",
            _ => "any",
        };
    }

    private static string Most(JsonObject schema, string member) => schema[member] is { } most ? $", at most {Plain(most)}" : "";

    private static string Of(JsonNode? item) => item is JsonObject schema && !schema.ContainsKey("properties")
        ? schema.ContainsKey("$ref") ? ", of checks" : $", of: {TypeOf(schema)}"
        : "";

    private static string Plain(JsonNode value) => value.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)value! : value.ToJsonString();

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
