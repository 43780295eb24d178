using System.Text.Json;

namespace Signet.Policy.Schemas.Rules;

/// <summary>The keywords about lists.</summary>
internal sealed class ArrayRule : SchemaRule
{
    internal IReadOnlyList<SchemaNode> Prefix { get; init; } = [];

    internal SchemaNode? Items { get; init; }

    internal SchemaNode? Contains { get; init; }

    internal int? MinItems { get; init; }

    internal int? MaxItems { get; init; }

    internal bool Unique { get; init; }

    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        if (value.Kind != JsonValueKind.Array)
        {
            return true;
        }

        int count = value.Element.GetArrayLength();
        if (count < MinItems)
        {
            return run.Fail("minItems");
        }

        if (count > MaxItems)
        {
            return run.Fail("maxItems");
        }

        return (!Unique || AreUnique(value.Element, run) || run.Fail("uniqueItems"))
            && (Contains is null || HasOne(value.Element, run) || run.Fail("contains"))
            && AreItemsMet(value.Element, run);
    }

    private bool AreItemsMet(JsonElement list, SchemaRun run)
    {
        bool met = true;
        int index = 0;
        foreach (JsonElement item in list.EnumerateArray())
        {
            SchemaNode? node = index < Prefix.Count ? Prefix[index] : Items;
            if (node is null)
            {
                break;
            }

            run.Push(index++);
            met &= node.IsMet(new SchemaValue(item), run);
            run.Pop();
            if (!met && run.HasEnough)
            {
                break;
            }
        }

        return met;
    }

    private bool HasOne(JsonElement list, SchemaRun run)
    {
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (Contains!.IsMetOnTrial(new SchemaValue(item), run))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreUnique(JsonElement list, SchemaRun run)
    {
        HashSet<JsonElement> seen = new(new JsonEquality(run));
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (!seen.Add(item) || run.IsExhausted)
            {
                return false;
            }
        }

        return true;
    }
}
