using System.Text.Json;

namespace Signet.Policy.Schemas.Rules;

/// <summary>The keywords about numbers.</summary>
internal sealed class NumberRule : SchemaRule
{
    internal ExactNumber? Minimum { get; init; }

    internal ExactNumber? Maximum { get; init; }

    internal ExactNumber? ExclusiveMinimum { get; init; }

    internal ExactNumber? ExclusiveMaximum { get; init; }

    internal ExactNumber? MultipleOf { get; init; }

    internal override bool IsMet(SchemaValue value, SchemaRun run)
    {
        if (value.Kind != JsonValueKind.Number)
        {
            return true;
        }

        ExactNumber number = JsonEquality.NumberOf(value.Element);
        return (Minimum is not { } minimum || number.CompareTo(minimum) >= 0 || run.Fail("minimum"))
            && (Maximum is not { } maximum || number.CompareTo(maximum) <= 0 || run.Fail("maximum"))
            && (ExclusiveMinimum is not { } above || number.CompareTo(above) > 0 || run.Fail("exclusiveMinimum"))
            && (ExclusiveMaximum is not { } below || number.CompareTo(below) < 0 || run.Fail("exclusiveMaximum"))
            && (MultipleOf is not { } divisor || number.IsMultipleOf(divisor) || run.Fail("multipleOf"));
    }
}
