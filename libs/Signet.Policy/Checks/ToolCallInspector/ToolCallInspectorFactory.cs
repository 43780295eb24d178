using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>Reads <c>tool_call_inspector</c> from a policy document.</summary>
internal static class ToolCallInspectorFactory
{
    private const int MaxTools = 1000;
    private const int MaxNameLength = 256;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        Dictionary<string, ToolRule> tools = new(StringComparer.Ordinal);
        foreach ((string name, OptionReader rule) in reader.Map("tools", MaxTools))
        {
            if (name.Length is 0 or > MaxNameLength)
            {
                rule.Error(null, "has a name that is empty or longer than 256 characters");
            }

            if (!rule.Has("tier"))
            {
                rule.Error("tier", "is required");
            }

            tools[name] = new ToolRule(Tier(rule, "tier", RiskTier.Critical), rule.Flag("irreversible", false));
        }

        ToolCallInspectorOptions options = new()
        {
            Tools = tools,
            MaxAllowedTier = Tier(reader, "max_allowed_tier", RiskTier.High),
            EscalateAtTier = Tier(reader, "escalate_at_tier", RiskTier.High),
            AllowUnregistered = reader.Flag("allow_unregistered", false),
        };
        return _ => new ToolCallInspectorCheck(options);
    }

    private static RiskTier Tier(OptionReader reader, string member, RiskTier defaultTier) => reader.Choice(
        member,
        defaultTier,
        ("low", RiskTier.Low),
        ("medium", RiskTier.Medium),
        ("high", RiskTier.High),
        ("critical", RiskTier.Critical));
}
