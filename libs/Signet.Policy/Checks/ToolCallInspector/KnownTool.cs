using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector;

/// <summary>A registered tool, with what a call of it comes to as long as its arguments have no say. Made once for each tool.</summary>
internal sealed class KnownTool
{
    private static readonly string[] TierNames = ["low", "medium", "high", "critical"];

    internal KnownTool(string name, ToolRule rule, ToolCallInspectorOptions options)
    {
        (Name, Rule) = (name, rule);
        string tier = TierNames[(int)rule.Tier];
        Facts = new Dictionary<string, string>
        {
            ["tool"] = name,
            ["tier"] = tier,
            ["irreversible"] = rule.Irreversible ? "true" : "false",
        };
        Verdict = With(rule.Tier > options.MaxAllowedTier
            ? CheckResult.Block($"the tool's tier is {tier}, above the highest allowed")
            : rule.Irreversible && rule.Tier >= options.EscalateAtTier
                ? CheckResult.Escalate($"the tool is irreversible and its tier is {tier}")
                : CheckResult.Allowed);
    }

    internal string Name { get; }

    internal ToolRule Rule { get; }

    /// <summary>What tier and options say.</summary>
    internal CheckResult Verdict { get; }

    private IReadOnlyDictionary<string, string> Facts { get; }

    /// <summary>A result with what the log tells of the tool.</summary>
    internal CheckResult With(CheckResult result) => result with { Metadata = Facts };

    /// <summary>The same, and one thing more.</summary>
    internal CheckResult With(CheckResult result, string name, string value) =>
        result with { Metadata = new Dictionary<string, string>(Facts) { [name] = value } };
}
