namespace Signet.Policy.Schemas.Rules;

/// <summary><c>if</c>, <c>then</c> and <c>else</c>.</summary>
internal sealed class ConditionRule(SchemaNode condition, SchemaNode? then, SchemaNode? otherwise) : SchemaRule
{
    internal override IReadOnlyList<SchemaNode> SameValue { get; } =
        [condition, .. then is null ? [] : new[] { then }, .. otherwise is null ? [] : new[] { otherwise }];

    internal override bool IsMet(SchemaValue value, SchemaRun run) =>
        condition.IsMetOnTrial(value, run)
            ? then is null || then.IsMet(value, run) || run.Fail("then")
            : otherwise is null || otherwise.IsMet(value, run) || run.Fail("else");
}
