using System.Text.Json;
using System.Text.RegularExpressions;
using Signet.Policy.Schemas.Formats;

namespace Signet.Policy.Schemas.Rules;

/// <summary>The keywords about strings.</summary>
internal sealed class StringRule : SchemaRule
{
    internal int? MinLength { get; init; }

    internal int? MaxLength { get; init; }

    internal Regex? Pattern { get; init; }

    internal TextFormat? Format { get; init; }

    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        if (value.Kind != JsonValueKind.String)
        {
            return true;
        }

        string text = value.Text;
        if (!run.TrySpendText(text.Length))
        {
            return false;
        }

        if (MinLength is not null || MaxLength is not null)
        {
            int length = CodePoints(text);
            if (length < MinLength)
            {
                return run.Fail("minLength");
            }

            if (length > MaxLength)
            {
                return run.Fail("maxLength");
            }
        }

        return (Pattern is null || Pattern.IsMatch(text) || run.Fail("pattern")) && (Format is null || Format(text) || run.Fail("format"));
    }

    private static int CodePoints(string text)
    {
        int count = text.Length;
        ReadOnlySpan<char> rest = text;
        for (int at = rest.IndexOfAnyInRange('\uDC00', '\uDFFF'); at >= 0; at = rest.IndexOfAnyInRange('\uDC00', '\uDFFF'))
        {
            count--;
            rest = rest[(at + 1)..];
        }

        return count;
    }
}
