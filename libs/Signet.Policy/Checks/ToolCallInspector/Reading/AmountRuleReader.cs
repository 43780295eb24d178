using System.Text.Json;
using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Documents;
using Signet.Policy.Schemas;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads <c>amounts</c>.</summary>
internal static class AmountRuleReader
{
    private const int MaxRules = 32;
    private const int MaxCurrencies = 200;
    private const int MaxCurrencyLength = 16;

    internal static IReadOnlyList<AmountRule> Read(OptionReader tool, out bool escalates)
    {
        List<AmountRule> rules = [];
        foreach (OptionReader reader in tool.Objects("amounts", MaxRules))
        {
            reader.Require("max");

            AmountRule rule = new()
            {
                At = LocationReader.Required(reader, "at"),
                Optional = reader.Flag("optional", false),
                Minimum = ReadNumber(reader, "min") ?? ExactNumber.Zero,
                Maximum = ReadNumber(reader, "max") ?? ExactNumber.Zero,
                EscalateAbove = ReadNumber(reader, "escalate_above"),
                CurrencyAt = LocationReader.Optional(reader, "currency_at"),
                Currencies = reader.Texts("currencies", MaxCurrencies, MaxCurrencyLength),
            };
            if ((rule.CurrencyAt is null) != (rule.Currencies.Count == 0))
            {
                reader.Error(rule.CurrencyAt is null ? "currency_at" : "currencies", "is required beside the other");
            }

            rules.Add(rule);
        }

        escalates = rules.Exists(rule => rule.EscalateAbove is not null);
        return rules;
    }

    private static ExactNumber? ReadNumber(OptionReader reader, string member)
    {
        if (reader.Json(member) is not JsonElement value)
        {
            return null;
        }

        string? text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => value.GetString(),
            _ => null,
        };
        if (text is not null && ExactNumber.TryParse(text, out ExactNumber number))
        {
            return number;
        }

        reader.Error(member, "must be a number, or a text that is one");
        return null;
    }
}
