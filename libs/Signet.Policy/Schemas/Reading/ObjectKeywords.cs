using System.Text.Json;
using System.Text.RegularExpressions;
using Signet.Policy.Schemas.Rules;

namespace Signet.Policy.Schemas.Reading;

/// <summary>Reads the keywords about objects.</summary>
internal sealed class ObjectKeywords
{
    private readonly Dictionary<string, MemberRule> _members = new(StringComparer.Ordinal);

    private ObjectKeywords()
    {
    }

    internal static ObjectRule? Read(SchemaMembers members, SchemaReader reader, SchemaErrors errors)
    {
        ObjectKeywords keywords = new();
        keywords.ReadProperties(members, reader);
        List<MemberRule> required = [.. members.Texts("required").Select(keywords.Member)];
        List<(MemberRule If, IReadOnlyList<MemberRule> Then)> dependent = keywords.ReadDependent(members, errors);
        ObjectRule rule = new(keywords._members)
        {
            Required = required,
            Dependent = dependent,
            Patterns = ReadPatterns(members, reader, errors),
            Additional = reader.ReadOne(members, "additionalProperties"),
            Names = reader.ReadOne(members, "propertyNames"),
            MinProperties = members.Count("minProperties"),
            MaxProperties = members.Count("maxProperties"),
        };
        bool isUsed = keywords._members.Count > 0 || rule.Patterns.Count > 0 || rule.Additional is not null || rule.Names is not null
            || rule.MinProperties is not null || rule.MaxProperties is not null;
        return isUsed ? rule : null;
    }

    private MemberRule Member(string name)
    {
        if (!_members.TryGetValue(name, out MemberRule? member))
        {
            _members.Add(name, member = new MemberRule(name, _members.Count, null));
        }

        return member;
    }

    private void ReadProperties(SchemaMembers members, SchemaReader reader)
    {
        if (!members.TryTake("properties", JsonValueKind.Object, out JsonElement properties))
        {
            return;
        }

        foreach (JsonProperty property in properties.EnumerateObject())
        {
            SchemaNode node = reader.Read(SchemaMembers.Below(members.LocationOf("properties"), property.Name), property.Value);
            if (!_members.TryAdd(property.Name, new MemberRule(property.Name, _members.Count, node)))
            {
                members.Error("properties", "names a property twice");
            }
        }
    }

    private List<(MemberRule If, IReadOnlyList<MemberRule> Then)> ReadDependent(SchemaMembers members, SchemaErrors errors)
    {
        List<(MemberRule, IReadOnlyList<MemberRule>)> dependent = [];
        if (!members.TryTake("dependentRequired", JsonValueKind.Object, out JsonElement names))
        {
            return dependent;
        }

        foreach (JsonProperty name in names.EnumerateObject())
        {
            string location = SchemaMembers.Below(members.LocationOf("dependentRequired"), name.Name);
            if (name.Value.ValueKind != JsonValueKind.Array)
            {
                errors.Add(location, "must be a list");
                continue;
            }

            dependent.Add((Member(name.Name), [.. members.Texts(location, name.Value).Select(Member)]));
        }

        return dependent;
    }

    private static List<(Regex Pattern, SchemaNode Node)> ReadPatterns(SchemaMembers members, SchemaReader reader, SchemaErrors errors)
    {
        List<(Regex, SchemaNode)> patterns = [];
        if (!members.TryTake("patternProperties", JsonValueKind.Object, out JsonElement schemas))
        {
            return patterns;
        }

        foreach (JsonProperty schema in schemas.EnumerateObject())
        {
            string location = SchemaMembers.Below(members.LocationOf("patternProperties"), schema.Name);
            SchemaNode node = reader.Read(location, schema.Value);
            if (SchemaPattern.TryCompile(schema.Name, out Regex? regex))
            {
                patterns.Add((regex, node));
            }
            else
            {
                errors.Add(location, "is not an expression of at most 1000 characters that runs in linear time");
            }
        }

        return patterns;
    }
}
