using System.Text.Json;

namespace Signet.Policy.Schemas.Rules;

/// <summary><c>type</c>.</summary>
internal sealed class TypeRule(SchemaTypes types) : SchemaRule
{
    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        SchemaTypes type = value.Kind switch
        {
            JsonValueKind.Null => SchemaTypes.Null,
            JsonValueKind.True or JsonValueKind.False => SchemaTypes.Boolean,
            JsonValueKind.Number => SchemaTypes.Number,
            JsonValueKind.String => SchemaTypes.String,
            JsonValueKind.Array => SchemaTypes.Array,
            JsonValueKind.Object => SchemaTypes.Object,
            _ => SchemaTypes.None,
        };
        bool met = (types & type) != 0
            || (type == SchemaTypes.Number && (types & SchemaTypes.Integer) != 0 && JsonEquality.NumberOf(value.Element).IsInteger);
        return met || run.Fail("type");
    }
}
