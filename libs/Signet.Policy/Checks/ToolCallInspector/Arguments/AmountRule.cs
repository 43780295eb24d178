using System.Text.Json;
using Signet.Policy.Pipeline;
using Signet.Policy.Schemas;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>How large an amount may be. Where the place names every item of a list, what counts is the sum.</summary>
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
        ExactNumber sum = ExactNumber.Zero;
        foreach (JsonElement value in values)
        {
            if (!TryRead(value, out ExactNumber amount))
            {
                return Fault("is no amount");
            }

            if (amount.CompareTo(Minimum) < 0)
            {
                return Fault("is below the least amount");
            }

            sum = sum.Add(amount);
        }

        if (sum.CompareTo(Maximum) > 0)
        {
            return Fault("is above the greatest amount");
        }

        if (CurrencyAt is not null && !IsCurrencyAllowed(arguments, CurrencyAt))
        {
            return new ArgumentFault(CurrencyAt.Pointer, "is no currency that is allowed");
        }

        return EscalateAbove is { } limit && sum.CompareTo(limit) > 0
            ? new ArgumentFault(At.Pointer, "is an amount that somebody has to approve", Decision.Escalate)
            : null;
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
        return at.Find(arguments, found) == LookUp.Found && found.TrueForAll(value =>
            value.ValueKind == JsonValueKind.String && Currencies.Contains(value.GetString()!, StringComparer.Ordinal));
    }
}
