using System.Collections.Frozen;
using System.Text.Json;

namespace Signet.Policy.Schemas.Rules;

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class EnumRule : SchemaRule
{
    private readonly string _keyword;
    private readonly FrozenSet<string> _texts;
    private readonly JsonElement[] _others;

    internal EnumRule(string keyword, IReadOnlyList<JsonElement> values)
    {
        _keyword = keyword;
        _texts = values.Where(value => value.ValueKind == JsonValueKind.String)
            .Select(value => value.GetString()!)
            .ToFrozenSet(StringComparer.Ordinal);
        _others = [.. values.Where(value => value.ValueKind != JsonValueKind.String).Select(value => value.Clone())];
    }

    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        if (value.Kind == JsonValueKind.String)
        {
            string text = value.Text;
            return (run.TrySpendText(text.Length) && _texts.Contains(text)) || run.Fail(_keyword);
        }

        JsonEquality equality = new(run);
        foreach (JsonElement other in _others)
        {
            if (equality.Equals(value.Element, other))
            {
                return true;
            }
        }

        return run.Fail(_keyword);
    }
}
