namespace Signet.Policy.Schemas.Rules;

/// <summary><c>$ref</c>.</summary>
internal sealed class ReferenceRule(SchemaNode target) : SchemaRule
{
    internal override IReadOnlyList<SchemaNode> SameValue { get; } = [target];

    internal override bool IsMet(SchemaValue value, SchemaRun run) => target.IsMet(value, run);
}
