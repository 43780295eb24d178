namespace Signet.Policy.Schemas;

/// <summary>A schema or a part of one: all its rules must be met. Immutable once the schema has been read.</summary>
internal sealed class SchemaNode
{
    /// <summary>The rules; empty allows everything.</summary>
    internal IReadOnlyList<SchemaRule> Rules { get; set; } = [];

    /// <summary>True for the schema <c>false</c>.</summary>
    internal bool IsNever { get; init; }

    internal bool IsMet(SchemaValue value, SchemaRun run)
    {
        if (IsNever)
        {
            return run.Fail("false");
        }

        if (!run.TryEnter())
        {
            return false;
        }

        bool met = true;
        for (int i = 0; i < Rules.Count && (met || !run.HasEnough); i++)
        {
            met &= Rules[i].IsMet(value, run);
        }

        run.Leave();
        return met;
    }

    /// <summary>Whether the value meets the node, without a word about failures.</summary>
    internal bool IsMetOnTrial(SchemaValue value, SchemaRun run)
    {
        run.BeginTrial();
        bool met = IsMet(value, run);
        run.EndTrial();
        return met;
    }
}
