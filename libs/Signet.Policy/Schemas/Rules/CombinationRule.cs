namespace Signet.Policy.Schemas.Rules;

/// <summary><c>allOf</c>, <c>anyOf</c>, <c>oneOf</c> and <c>not</c>.</summary>
internal sealed class CombinationRule : SchemaRule
{
    internal IReadOnlyList<SchemaNode> All { get; init; } = [];

    internal IReadOnlyList<SchemaNode> Any { get; init; } = [];

    internal IReadOnlyList<SchemaNode> One { get; init; } = [];

    internal SchemaNode? Not { get; init; }

    internal override IReadOnlyList<SchemaNode> SameValue => Not is null ? [.. All, .. Any, .. One] : [.. All, .. Any, .. One, Not];

    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        foreach (SchemaNode node in All)
        {
            if (!node.IsMet(value, run))
            {
                return run.Fail("allOf");
            }
        }

        return (Any.Count == 0 || Count(Any, value, run, enough: 1) == 1 || run.Fail("anyOf"))
            && (One.Count == 0 || Count(One, value, run, enough: 2) == 1 || run.Fail("oneOf"))
            && (Not is null || !Not.IsMetOnTrial(value, run) || run.Fail("not"));
    }

    private static int Count(IReadOnlyList<SchemaNode> nodes, SchemaValue value, SchemaRun run, int enough)
    {
        int count = 0;
        for (int i = 0; i < nodes.Count && count < enough; i++)
        {
            count += nodes[i].IsMetOnTrial(value, run) ? 1 : 0;
        }

        return count;
    }
}
