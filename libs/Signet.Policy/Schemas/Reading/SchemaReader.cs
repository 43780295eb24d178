using System.Text.Json;
using Signet.Policy.Schemas.Rules;

namespace Signet.Policy.Schemas.Reading;

/// <summary>Makes nodes of a schema's text. Every keyword is read and checked, also after an error.</summary>
internal sealed class SchemaReader(SchemaErrors errors)
{
    private const int MaxDepth = 32;
    private const int MaxNodes = 2000;
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";
    private const string DefinitionPrefix = "#/$defs/";

    private static readonly string[] Annotations = ["title", "description", "default", "examples", "$comment"];

    private readonly Dictionary<string, SchemaNode> _definitions = new(StringComparer.Ordinal);
    private readonly List<(string Location, SchemaNode Node)> _nodes = [];
    private readonly SchemaNode _root = new();
    private int _depth;

    internal SchemaNode ReadRoot(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "must be an object");
            return _root;
        }

        SchemaMembers members = new("", schema, errors);
        if (members.Text("$schema") is { } dialect && dialect.TrimEnd('#') != Dialect)
        {
            members.Error("$schema", "must be " + Dialect);
        }

        _nodes.Add(("", _root));
        List<(SchemaNode Node, string Location, JsonElement Schema)> definitions = [];
        if (members.TryTake("$defs", JsonValueKind.Object, out JsonElement named))
        {
            foreach (JsonProperty definition in named.EnumerateObject())
            {
                string location = SchemaMembers.Below("/$defs", definition.Name);
                SchemaNode node = Declare(location, definition.Value);
                if (!_definitions.TryAdd(definition.Name, node))
                {
                    errors.Add(location, "stands twice");
                }

                definitions.Add((node, location, definition.Value));
            }
        }

        // They may refer to each other, so all are known before the first is read.
        foreach ((SchemaNode node, string location, JsonElement definition) in definitions)
        {
            Fill(node, location, definition);
        }

        _root.Rules = ReadRules(members);
        new ReferenceCycles(errors).Check(_nodes);
        return _root;
    }

    internal SchemaNode Read(string location, JsonElement schema)
    {
        SchemaNode node = Declare(location, schema);
        Fill(node, location, schema);
        return node;
    }

    internal IReadOnlyList<SchemaNode> ReadList(SchemaMembers members, string keyword)
    {
        if (!members.TryTake(keyword, JsonValueKind.Array, out JsonElement list))
        {
            return [];
        }

        List<SchemaNode> nodes = [];
        foreach (JsonElement item in list.EnumerateArray())
        {
            nodes.Add(Read(SchemaMembers.Below(members.LocationOf(keyword), nodes.Count), item));
        }

        if (nodes.Count == 0)
        {
            members.Error(keyword, "must not be empty");
        }

        return nodes;
    }

    internal SchemaNode? ReadOne(SchemaMembers members, string keyword) =>
        members.TryTake(keyword, out JsonElement schema) ? Read(members.LocationOf(keyword), schema) : null;

    private SchemaNode Declare(string location, JsonElement schema)
    {
        SchemaNode node = new() { IsNever = schema.ValueKind == JsonValueKind.False };
        _nodes.Add((location, node));
        return node;
    }

    private void Fill(SchemaNode node, string location, JsonElement schema)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        if (schema.ValueKind != JsonValueKind.Object)
        {
            errors.Add(location, "must be an object, true or false");
            return;
        }

        if (_depth == MaxDepth || _nodes.Count > MaxNodes)
        {
            errors.Add(location, "makes the schema too large: at most 32 levels and 2000 parts");
            return;
        }

        _depth++;
        node.Rules = ReadRules(new SchemaMembers(location, schema, errors));
        _depth--;
    }

    private List<SchemaRule> ReadRules(SchemaMembers members)
    {
        List<SchemaRule> rules = [];
        Add(rules, ValueKeywords.ReadType(members));
        Add(rules, ValueKeywords.ReadEnum(members));
        Add(rules, ValueKeywords.ReadConst(members));
        Add(rules, ValueKeywords.ReadNumber(members));
        Add(rules, ValueKeywords.ReadString(members));
        Add(rules, ArrayKeywords.Read(members, this));
        Add(rules, ObjectKeywords.Read(members, this, errors));
        Add(rules, ReadReference(members));
        Add(rules, ReadCombination(members));
        Add(rules, ReadCondition(members));
        foreach (string annotation in Annotations)
        {
            members.TryTake(annotation, out _);
        }

        members.Finish();
        return rules;
    }

    private static void Add(List<SchemaRule> rules, SchemaRule? rule)
    {
        if (rule is not null)
        {
            rules.Add(rule);
        }
    }

    private ReferenceRule? ReadReference(SchemaMembers members)
    {
        if (members.Text("$ref") is not { } reference)
        {
            return null;
        }

        if (reference == "#")
        {
            return new ReferenceRule(_root);
        }

        string name = reference.StartsWith(DefinitionPrefix, StringComparison.Ordinal)
            ? reference[DefinitionPrefix.Length..].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)
            : "";
        if (_definitions.TryGetValue(name, out SchemaNode? target))
        {
            return new ReferenceRule(target);
        }

        members.Error("$ref", "must be # or #/$defs/ and a name that stands there");
        return null;
    }

    private CombinationRule? ReadCombination(SchemaMembers members)
    {
        CombinationRule rule = new()
        {
            All = ReadList(members, "allOf"),
            Any = ReadList(members, "anyOf"),
            One = ReadList(members, "oneOf"),
            Not = ReadOne(members, "not"),
        };
        return rule.SameValue.Count > 0 ? rule : null;
    }

    private ConditionRule? ReadCondition(SchemaMembers members)
    {
        SchemaNode? condition = ReadOne(members, "if");
        SchemaNode? then = ReadOne(members, "then");
        SchemaNode? otherwise = ReadOne(members, "else");
        if (condition is null && (then is not null || otherwise is not null))
        {
            members.Error(then is not null ? "then" : "else", "needs an if beside it");
        }

        return condition is null ? null : new ConditionRule(condition, then, otherwise);
    }
}
