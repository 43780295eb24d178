using System.Text.Json;
using System.Text.RegularExpressions;
using Signet.Policy.Schemas.Formats;
using Signet.Policy.Schemas.Rules;

namespace Signet.Policy.Schemas.Reading;

/// <summary>Reads the keywords about a value as such, about numbers and about strings.</summary>
internal static class ValueKeywords
{
    internal static TypeRule? ReadType(SchemaMembers members)
    {
        if (!members.TryTake("type", out JsonElement value))
        {
            return null;
        }

        SchemaTypes types = SchemaTypes.None;
        IReadOnlyList<string> names = value.ValueKind switch
        {
            JsonValueKind.String => [value.GetString()!],
            JsonValueKind.Array => members.Texts(members.LocationOf("type"), value),
            _ => [],
        };
        foreach (string name in names)
        {
            SchemaTypes type = name switch
            {
                "null" => SchemaTypes.Null,
                "boolean" => SchemaTypes.Boolean,
                "number" => SchemaTypes.Number,
                "integer" => SchemaTypes.Integer,
                "string" => SchemaTypes.String,
                "array" => SchemaTypes.Array,
                "object" => SchemaTypes.Object,
                _ => SchemaTypes.None,
            };
            if (type == SchemaTypes.None)
            {
                types = SchemaTypes.None;
                break;
            }

            types |= type;
        }

        if (types == SchemaTypes.None)
        {
            members.Error("type", "must be one or several of null, boolean, number, integer, string, array, object");
        }

        return new TypeRule(types);
    }

    internal static EnumRule? ReadEnum(SchemaMembers members)
    {
        if (!members.TryTake("enum", JsonValueKind.Array, out JsonElement values))
        {
            return null;
        }

        if (values.GetArrayLength() == 0)
        {
            members.Error("enum", "must not be empty");
        }

        List<JsonElement> all = [.. values.EnumerateArray()];
        if (!all.TrueForAll(AreNumbersExact))
        {
            members.Error("enum", "holds a number of more than 128 characters or with an exponent beyond 400");
        }

        return new EnumRule("enum", all);
    }

    internal static EnumRule? ReadConst(SchemaMembers members)
    {
        if (!members.TryTake("const", out JsonElement value))
        {
            return null;
        }

        if (!AreNumbersExact(value))
        {
            members.Error("const", "holds a number of more than 128 characters or with an exponent beyond 400");
        }

        return new EnumRule("const", [value]);
    }

    internal static NumberRule? ReadNumber(SchemaMembers members)
    {
        NumberRule rule = new()
        {
            Minimum = members.Number("minimum"),
            Maximum = members.Number("maximum"),
            ExclusiveMinimum = members.Number("exclusiveMinimum"),
            ExclusiveMaximum = members.Number("exclusiveMaximum"),
            MultipleOf = members.Number("multipleOf"),
        };
        if (rule.MultipleOf is { Sign: <= 0 })
        {
            members.Error("multipleOf", "must be above 0");
        }

        bool isUsed = rule.Minimum is not null || rule.Maximum is not null || rule.ExclusiveMinimum is not null
            || rule.ExclusiveMaximum is not null || rule.MultipleOf is not null;
        return isUsed ? rule : null;
    }

    internal static StringRule? ReadString(SchemaMembers members)
    {
        StringRule rule = new()
        {
            MinLength = members.Count("minLength"),
            MaxLength = members.Count("maxLength"),
            Pattern = ReadPattern(members),
            Format = ReadFormat(members),
        };
        bool isUsed = rule.MinLength is not null || rule.MaxLength is not null || rule.Pattern is not null || rule.Format is not null;
        return isUsed ? rule : null;
    }

    private static Regex? ReadPattern(SchemaMembers members)
    {
        if (members.Text("pattern") is not { } pattern)
        {
            return null;
        }

        if (!SchemaPattern.TryCompile(pattern, out Regex? regex))
        {
            members.Error("pattern", "is not an expression of at most 1000 characters that runs in linear time");
        }

        return regex;
    }

    private static TextFormat? ReadFormat(SchemaMembers members)
    {
        if (members.Text("format") is not { } name)
        {
            return null;
        }

        TextFormat? format = TextFormats.Find(name);
        if (format is null)
        {
            members.Error("format", "must be one of " + string.Join(", ", TextFormats.Names));
        }

        return format;
    }

    private static bool AreNumbersExact(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => ExactNumber.TryParse(value.GetRawText(), out _),
        JsonValueKind.Array => value.EnumerateArray().All(AreNumbersExact),
        JsonValueKind.Object => value.EnumerateObject().All(member => AreNumbersExact(member.Value)),
        _ => true,
    };
}
