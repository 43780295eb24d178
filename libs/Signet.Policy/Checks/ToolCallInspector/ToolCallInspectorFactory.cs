using Signet.Policy.Checks.ToolCallInspector.Reading;
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
        IReadOnlyList<KeyValuePair<string, OptionReader>> rules = reader.Map("tools", MaxTools);
        foreach ((string name, OptionReader rule) in rules)
        {
            if (name.Length is 0 or > MaxNameLength)
            {
                rule.Error(null, "has a name that is empty or longer than 256 characters");
            }

            tools[name] = ToolRuleReader.Read(rule);
        }

        ToolCallInspectorOptions options = new()
        {
            Tools = tools,
            MaxAllowedTier = ToolRuleReader.ReadTier(reader, "max_allowed_tier", RiskTier.High),
            EscalateAtTier = ToolRuleReader.ReadTier(reader, "escalate_at_tier", RiskTier.High),
            AllowUnregistered = reader.Flag("allow_unregistered", false),
            Grants = GrantReader.Read(reader, tools),
            MaxCalls = ToolRuleReader.ReadMaxCalls(reader),
            Approvers = ApproverReader.Read(reader),
            Definitions = reader.Choice(
                "definitions", ToolDefinitions.Ignore, ("ignore", ToolDefinitions.Ignore), ("registered", ToolDefinitions.Registered)),
        };
        Warn(reader, rules, options);
        return _ =>
        {
            ToolCallInspectorCheck check = new(options);
            return options.Definitions == ToolDefinitions.Registered ? new ToolDefinitionGate(check) : check;
        };
    }

    private static void Warn(OptionReader reader, IReadOnlyList<KeyValuePair<string, OptionReader>> rules, ToolCallInspectorOptions options)
    {
        if (options.AllowUnregistered)
        {
            reader.Warn("allow_unregistered", "lets the model call tools that nobody has listed");
        }

        foreach ((string name, OptionReader rule) in rules)
        {
            ToolRule tool = options.Tools[name];
            bool escalates = tool.MayNeedApproval || (tool.Irreversible && tool.Tier >= options.EscalateAtTier);
            if (escalates && tool.Tier <= options.MaxAllowedTier && (tool.Approvers ?? options.Approvers) is null)
            {
                rule.Warn("approvers", "are not named: calls that need approval are withheld, and nobody can approve them");
            }
        }
    }
}
