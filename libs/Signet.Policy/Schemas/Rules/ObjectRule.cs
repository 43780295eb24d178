using System.Collections.Frozen;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Signet.Policy.Schemas.Rules;

/// <summary>The keywords about objects. Members are gone through once; those that the schema names cost no string.</summary>
internal sealed class ObjectRule : SchemaRule
{
    private const int LongestKept = 128;

    private readonly FrozenDictionary<string, MemberRule>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly int _count;

    internal ObjectRule(IReadOnlyDictionary<string, MemberRule> members)
    {
        _lookup = members.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _count = members.Count;
    }

    /// <summary><c>required</c>.</summary>
    internal IReadOnlyList<MemberRule> Required { get; init; } = [];

    /// <summary><c>dependentRequired</c>: where the first is, the others must be.</summary>
    internal IReadOnlyList<(MemberRule If, IReadOnlyList<MemberRule> Then)> Dependent { get; init; } = [];

    internal IReadOnlyList<(Regex Pattern, SchemaNode Node)> Patterns { get; init; } = [];

    internal SchemaNode? Additional { get; init; }

    internal SchemaNode? Names { get; init; }

    internal int? MinProperties { get; init; }

    internal int? MaxProperties { get; init; }

    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        if (value.Kind != JsonValueKind.Object)
        {
            return true;
        }

        if (MinProperties is not null || MaxProperties is not null)
        {
            int count = value.Element.GetPropertyCount();
            if (count < MinProperties)
            {
                return run.Fail("minProperties");
            }

            if (count > MaxProperties)
            {
                return run.Fail("maxProperties");
            }
        }

        Span<bool> present = _count <= LongestKept ? stackalloc bool[LongestKept] : new bool[_count];
        bool met = true;
        foreach (JsonProperty member in value.Element.EnumerateObject())
        {
            met &= IsMemberMet(member, present, run);
            if (!met && run.HasEnough)
            {
                return false;
            }
        }

        return AreRequiredMet(present, run) && met;
    }

    private bool IsMemberMet(JsonProperty member, Span<bool> present, SchemaRun run)
    {
        if (!run.TrySpend(1))
        {
            return false;
        }

        MemberRule? known = Find(member, run, out string? name);
        if (known is not null)
        {
            present[known.Index] = true;
        }

        bool met = true;
        bool evaluated = known?.Node is not null;
        if (evaluated)
        {
            run.Push(known!.Name);
            met = known.Node!.IsMet(new SchemaValue(member.Value), run);
            run.Pop();
        }

        if (Patterns.Count > 0 || Names is not null)
        {
            name ??= member.Name;
            met &= IsNameMet(name, known, run);
            foreach ((Regex pattern, SchemaNode node) in Patterns)
            {
                if (run.TrySpendText(name.Length) && pattern.IsMatch(name))
                {
                    evaluated = true;
                    run.Push(known?.Name);
                    met &= node.IsMet(new SchemaValue(member.Value), run);
                    run.Pop();
                }
            }
        }

        return (evaluated || Additional is null || IsAdditionalMet(member, known, run)) && met;
    }

    private bool IsNameMet(string name, MemberRule? known, SchemaRun run)
    {
        if (Names is null)
        {
            return true;
        }

        run.Push(known?.Name);
        bool met = Names.IsMetOnTrial(new SchemaValue(name), run) || run.Fail("propertyNames");
        run.Pop();
        return met;
    }

    private bool IsAdditionalMet(JsonProperty member, MemberRule? known, SchemaRun run)
    {
        if (Additional!.IsNever)
        {
            return run.Fail("additionalProperties");
        }

        run.Push(known?.Name);
        bool met = Additional.IsMet(new SchemaValue(member.Value), run);
        run.Pop();
        return met;
    }

    private bool AreRequiredMet(ReadOnlySpan<bool> present, SchemaRun run)
    {
        foreach (MemberRule member in Required)
        {
            if (!present[member.Index])
            {
                return run.Fail("required");
            }
        }

        foreach ((MemberRule condition, IReadOnlyList<MemberRule> needed) in Dependent)
        {
            for (int i = 0; present[condition.Index] && i < needed.Count; i++)
            {
                if (!present[needed[i].Index])
                {
                    return run.Fail("dependentRequired");
                }
            }
        }

        return true;
    }

    private MemberRule? Find(JsonProperty member, SchemaRun run, out string? name)
    {
        name = null;
        ReadOnlySpan<byte> raw = JsonMarshal.GetRawUtf8PropertyName(member);
        run.TrySpendText(raw.Length);
        if (raw.Length <= LongestKept && !raw.Contains((byte)'\\'))
        {
            Span<char> characters = stackalloc char[LongestKept];
            Utf8.ToUtf16(raw, characters, out _, out int written);
            return _lookup.TryGetValue(characters[..written], out MemberRule? known) ? known : null;
        }

        name = member.Name;
        return _lookup.TryGetValue(name, out MemberRule? found) ? found : null;
    }
}
