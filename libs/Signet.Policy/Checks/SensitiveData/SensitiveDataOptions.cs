using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>Options of <c>sensitive_data</c>.</summary>
public sealed record SensitiveDataOptions
{
    /// <summary><c>groups</c>: what happens to finds of a group; a group that isn't named keeps its default.</summary>
    public IReadOnlyDictionary<RuleGroup, RuleSetting> Groups { get; init; } = new Dictionary<RuleGroup, RuleSetting>();

    /// <summary><c>rules</c>: what happens to finds of one rule, by its id, whatever its group says.</summary>
    public IReadOnlyDictionary<string, RuleSetting> Rules { get; init; } = new Dictionary<string, RuleSetting>();

    /// <summary><c>allow</c>: SHA-256 digests (lower-case hex) of exact values that are no finds.</summary>
    public IReadOnlyCollection<string> Allow { get; init; } = [];

    /// <summary><c>documentation_values</c>: true when well-known values of documentation count too; false by default.</summary>
    public bool DocumentationValues { get; init; }

    /// <summary><c>redaction</c>: what stands where a value was.</summary>
    public RedactionStyle Redaction { get; init; }

    /// <summary>
    /// The setting of a group that the policy doesn't name: secrets block, money and national ids are redacted, the rest is off.
    /// </summary>
    internal static RuleSetting DefaultOf(RuleGroup group) => new()
    {
        Action = group switch
        {
            RuleGroup.Secrets => Decision.Block,
            RuleGroup.Financial or RuleGroup.NationalIds => Decision.Redact,
            _ => Decision.Allow,
        },
    };

    internal RuleSetting SettingOf(SensitiveRule rule) =>
        Rules.TryGetValue(rule.Id, out RuleSetting? own) ? own
        : Groups.TryGetValue(rule.Group, out RuleSetting? ofGroup) ? ofGroup : DefaultOf(rule.Group);
}
