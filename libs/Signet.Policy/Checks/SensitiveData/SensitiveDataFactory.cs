using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>Reads <c>sensitive_data</c> from a policy document.</summary>
internal static class SensitiveDataFactory
{
    private const int MaxAllowed = 1000;
    private const int DigestLength = 64;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        SensitiveDataOptions options = new()
        {
            Groups = ReadGroups(reader),
            Rules = ReadRules(reader),
            Allow = ReadAllowed(reader),
            DocumentationValues = reader.Flag("documentation_values", false),
            Redaction = reader.Choice(
                "redaction", RedactionStyle.Shape, ("shape", RedactionStyle.Shape), ("label", RedactionStyle.Label), ("hash", RedactionStyle.Hash)),
        };
        if (RuleTable.Rules.All(rule => options.SettingOf(rule).Action == Decision.Allow))
        {
            reader.Warn(null, "looks for nothing: every rule is off");
        }

        return _ => new SensitiveDataCheck(options);
    }

    private static Dictionary<RuleGroup, RuleSetting> ReadGroups(OptionReader reader)
    {
        Dictionary<RuleGroup, RuleSetting> groups = [];
        foreach ((string name, OptionReader entry) in reader.Map("groups", GroupNames.All.Count))
        {
            RuleSetting setting = ReadSetting(entry);
            if (!GroupNames.All.TryGetValue(name, out RuleGroup group))
            {
                entry.Error(null, "is not a group");
                continue;
            }

            groups[group] = setting;
            if (group == RuleGroup.Secrets && setting.Action == Decision.Allow)
            {
                entry.Warn("action", "lets secrets through");
            }
        }

        return groups;
    }

    private static Dictionary<string, RuleSetting> ReadRules(OptionReader reader)
    {
        Dictionary<string, RuleSetting> rules = new(StringComparer.Ordinal);
        foreach ((string id, OptionReader entry) in reader.Map("rules", RuleTable.Rules.Count))
        {
            RuleSetting setting = ReadSetting(entry);
            decimal minEntropy = entry.Fraction("min_entropy", 0, 6, 0);
            if (RuleTable.Find(id) is null)
            {
                entry.Error(null, "is not a rule");
            }
            else if (entry.Has("min_entropy") && !RuleTable.RandomRules.Contains(id))
            {
                entry.Error("min_entropy", "means nothing to this rule");
            }

            rules[id] = entry.Has("min_entropy") ? setting with { MinEntropy = (double)minEntropy } : setting;
        }

        return rules;
    }

    private static RuleSetting ReadSetting(OptionReader entry)
    {
        entry.Require("action");

        return new RuleSetting
        {
            Action = entry.Choice(
                "action",
                Decision.Block,
                ("block", Decision.Block),
                ("escalate", Decision.Escalate),
                ("redact", Decision.Redact),
                ("off", Decision.Allow)),
            On = entry.Choice("on", RuleScope.Both, ("both", RuleScope.Both), ("request", RuleScope.Request), ("response", RuleScope.Response)),
        };
    }

    private static IReadOnlyList<string> ReadAllowed(OptionReader reader)
    {
        IReadOnlyList<string> digests = reader.Texts("allow", MaxAllowed, DigestLength);
        if (digests.Any(digest => digest.Length != DigestLength || digest.Any(c => !char.IsAsciiHexDigitLower(c))))
        {
            reader.Error("allow", "must hold SHA-256 digests of 64 small hexadecimal digits, never the values themselves");
        }

        return digests;
    }
}
