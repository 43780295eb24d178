using System.Text.Json;
using Signet.Policy.Pipeline;
using Signet.Policy.Schemas;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// How large an amount may be. Where the place names every item of a list, each counts by itself, and so does the sum. One below zero makes
/// no other smaller: those above zero are a sum of their own, and those below are.
/// </summary>
internal sealed class AmountRule : LocatedRule
{
    internal ExactNumber Minimum { get; init; }

    internal required ExactNumber Maximum { get; init; }

    /// <summary>Above it somebody has to approve.</summary>
    internal ExactNumber? EscalateAbove { get; init; }

    /// <summary>Where the currency stands; there when there are currencies.</summary>
    internal ArgumentLocation? CurrencyAt { get; init; }

    internal IReadOnlyList<string> Currencies { get; init; } = [];

    /// <inheritdoc/>
    protected override ArgumentFault? JudgeAll(JsonElement arguments, IReadOnlyList<JsonElement> values)
    {
        if (values.Count == 0)
        {
            return null;
        }

        List<ExactNumber> amounts = new(values.Count);
        foreach (JsonElement value in values)
        {
            if (!TryRead(value, out ExactNumber amount))
            {
                return Fault("is no amount");
            }

            amounts.Add(amount);
        }

        (ExactNumber least, ExactNumber greatest) = Bounds(amounts);
        if (least.CompareTo(Minimum) < 0)
        {
            return Fault("is below the least amount");
        }

        if (greatest.CompareTo(Maximum) > 0)
        {
            return Fault("is above the greatest amount");
        }

        if (CurrencyAt is not null && !IsCurrencyAllowed(arguments, CurrencyAt))
        {
            return new ArgumentFault(CurrencyAt.Pointer, "is no currency that is allowed");
        }

        return EscalateAbove is { } limit && greatest.CompareTo(limit) > 0
            ? new ArgumentFault(At.Pointer, "is an amount that somebody has to approve", Decision.Escalate)
            : null;
    }

    // Where there are amounts above zero, their sum is no smaller than any amount; and the other way round below.
    private static (ExactNumber Least, ExactNumber Greatest) Bounds(List<ExactNumber> amounts)
    {
        (ExactNumber below, ExactNumber above) = (ExactNumber.Zero, ExactNumber.Zero);
        (ExactNumber least, ExactNumber greatest) = (amounts[0], amounts[0]);
        foreach (ExactNumber amount in amounts)
        {
            (below, above) = amount.Sign < 0 ? (below.Add(amount), above) : (below, above.Add(amount));
            least = amount.CompareTo(least) < 0 ? amount : least;
            greatest = amount.CompareTo(greatest) > 0 ? amount : greatest;
        }

        return (below.Sign < 0 ? below : least, above.Sign > 0 ? above : greatest);
    }

    // In a text an exponent, or anything else that a lenient reader would stop at, is refused.
    private static bool TryRead(JsonElement value, out ExactNumber amount)
    {
        amount = default;
        return value.ValueKind switch
        {
            JsonValueKind.Number => ExactNumber.TryParse(value.GetRawText(), out amount),
            JsonValueKind.String => value.GetString() is { } text && !text.Contains('e', StringComparison.OrdinalIgnoreCase)
                && ExactNumber.TryParse(text, out amount),
            _ => false,
        };
    }

    private bool IsCurrencyAllowed(JsonElement arguments, ArgumentLocation at)
    {
        List<JsonElement> found = new(1);
        return at.Find(arguments, found) == LookUp.Found && found.Count is > 0 and <= MaxValues && found.TrueForAll(value =>
            value.ValueKind == JsonValueKind.String && Currencies.Contains(value.GetString()!, StringComparer.Ordinal));
    }
}
