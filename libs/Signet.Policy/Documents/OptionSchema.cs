using System.Text.Json.Nodes;

namespace Signet.Policy.Documents;

/// <summary>
/// What an <see cref="OptionReader"/> was asked for: the members of an object in the order in which they were read, each with its JSON
/// Schema (draft 2020-12). So what a schema says is what the reader does.
/// </summary>
internal sealed class OptionSchema
{
    private readonly List<(string Name, JsonObject Schema, OptionSchema? Children)> _members = [];
    private readonly SortedSet<string> _required = new(StringComparer.Ordinal);

    internal bool IsEmpty => _members.Count == 0;

    internal void Add(string member, JsonObject schema, OptionSchema? children = null)
    {
        if (!_members.Exists(known => known.Name == member))
        {
            _members.Add((member, schema, children));
        }
    }

    internal void Require(string member) => _required.Add(member);

    /// <summary>The paths of all members, as <see cref="CheckDefinition.Options"/> writes them.</summary>
    internal IEnumerable<string> Paths(string prefix = "")
    {
        foreach ((string name, JsonObject schema, OptionSchema? children) in _members)
        {
            yield return prefix + name;
            foreach (string path in children?.Paths($"{prefix}{name}{(IsMap(schema) ? ".<name>." : "[].")}") ?? [])
            {
                yield return path;
            }
        }
    }

    /// <summary>The schema of the object.</summary>
    /// <param name="descriptions">A sentence for each path.</param>
    /// <param name="prefix">The path of the object.</param>
    internal JsonObject ToJson(IReadOnlyDictionary<string, string> descriptions, string prefix = "")
    {
        JsonObject properties = [];
        foreach ((string name, JsonObject schema, OptionSchema? children) in _members)
        {
            JsonObject member = (JsonObject)schema.DeepClone();
            string path = prefix + name;
            if (descriptions.TryGetValue(path, out string? description))
            {
                member.Insert(0, "description", description);
            }

            if (children is not null)
            {
                bool isMap = IsMap(schema);
                member[isMap ? "additionalProperties" : "items"] = children.ToJson(descriptions, $"{path}{(isMap ? ".<name>." : "[].")}");
            }

            properties[name] = member;
        }

        JsonObject result = new() { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        if (_required.Count > 0)
        {
            result["required"] = new JsonArray([.. _required.Select(name => JsonValue.Create(name))]);
        }

        return result;
    }

    private static bool IsMap(JsonObject schema) => (string?)schema["type"] == "object";
}
