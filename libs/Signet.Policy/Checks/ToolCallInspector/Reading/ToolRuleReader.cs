using System.Text.Json;
using Signet.Policy.Checks.ToolCallInspector.Arguments;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Policy.Schemas;

namespace Signet.Policy.Checks.ToolCallInspector.Reading;

/// <summary>Reads what a policy says of one tool.</summary>
internal static class ToolRuleReader
{
    private const int MaxCalls = 1000;

    internal static ToolRule Read(OptionReader reader)
    {
        reader.Require("tier");

        Decision onViolation = reader.Choice(
            "on_violation", Decision.Block, ("block", Decision.Block), ("escalate", Decision.Escalate));
        JsonSchema? schema = ReadSchema(reader);
        List<IArgumentRule> rules =
        [
            .. PathRuleReader.Read(reader), .. HostRuleReader.Read(reader), .. AmountRuleReader.Read(reader, out bool amountsEscalate),
        ];
        bool hasArguments = schema is not null || rules.Count > 0;
        return new ToolRule(ReadTier(reader, "tier", RiskTier.Critical), reader.Flag("irreversible", false))
        {
            OnViolation = onViolation,
            MaxCalls = ReadMaxCalls(reader),
            Approvers = ApproverReader.Read(reader),
            Arguments = hasArguments ? new ToolArguments(schema, rules) : null,
            MayNeedApproval = amountsEscalate || (hasArguments && onViolation == Decision.Escalate),
        };
    }

    internal static int? ReadMaxCalls(OptionReader reader) => reader.Number("max_calls", 1, MaxCalls, 0) is > 0 and int max ? max : null;

    internal static RiskTier ReadTier(OptionReader reader, string member, RiskTier defaultTier) => reader.Choice(
        member,
        defaultTier,
        ("low", RiskTier.Low),
        ("medium", RiskTier.Medium),
        ("high", RiskTier.High),
        ("critical", RiskTier.Critical));

    private static JsonSchema? ReadSchema(OptionReader reader)
    {
        if (reader.Json("arguments") is not JsonElement text)
        {
            return null;
        }

        if (JsonSchema.TryRead(text, out JsonSchema? schema, out IReadOnlyList<SchemaError> errors))
        {
            return schema;
        }

        foreach (SchemaError error in errors)
        {
            reader.Error("arguments", $"{(error.Location.Length == 0 ? "as a whole" : "at " + error.Location)} {error.Message}");
        }

        return null;
    }
}
