using System.Text.Json;
using Signet.Policy.Schemas.Rules;

namespace Signet.Policy.Schemas.Reading;

/// <summary>Reads the keywords about lists.</summary>
internal static class ArrayKeywords
{
    internal static ArrayRule? Read(SchemaMembers members, SchemaReader reader)
    {
        ArrayRule rule = new()
        {
            Prefix = reader.ReadList(members, "prefixItems"),
            Items = reader.ReadOne(members, "items"),
            Contains = reader.ReadOne(members, "contains"),
            MinItems = members.Count("minItems"),
            MaxItems = members.Count("maxItems"),
            Unique = ReadUnique(members),
        };
        bool isUsed = rule.Prefix.Count > 0 || rule.Items is not null || rule.Contains is not null || rule.MinItems is not null
            || rule.MaxItems is not null || rule.Unique;
        return isUsed ? rule : null;
    }

    private static bool ReadUnique(SchemaMembers members)
    {
        if (!members.TryTake("uniqueItems", out JsonElement value))
        {
            return false;
        }

        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            members.Error("uniqueItems", "must be true or false");
        }

        return value.ValueKind == JsonValueKind.True;
    }
}
