using Signet.Policy.Documents;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>Reads <c>regex_content</c> from a policy document.</summary>
internal static class RegexContentFactory
{
    private const int MaxRules = 100;

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        List<CompiledRule> rules = [];
        HashSet<string> labels = new(StringComparer.Ordinal);
        IReadOnlyList<OptionReader> entries = reader.Objects("rules", MaxRules);
        foreach (OptionReader entry in entries)
        {
            RegexRule rule = new()
            {
                Label = entry.RequiredText("label", 64),
                Pattern = entry.RequiredText("pattern", 2000),
                Action = entry.Choice(
                    "action", Decision.Block, ("block", Decision.Block), ("redact", Decision.Redact), ("escalate", Decision.Escalate)),
                Replacement = entry.Text("replacement", 0, 256) ?? "[REDACTED]",
                On = entry.Choice(
                    "on", RuleScope.Both, ("both", RuleScope.Both), ("request", RuleScope.Request), ("response", RuleScope.Response)),
                MaxLength = entry.Number("max_length", 1, 4096, 256),
            };
            if (!entry.Has("action"))
            {
                entry.Error("action", "is required");
            }

            if (!labels.Add(rule.Label))
            {
                entry.Error("label", "stands twice");
            }

            if (CompiledRule.TryCompile(rule, out CompiledRule? compiled, out (string Option, string Message)? error))
            {
                rules.Add(compiled);
            }
            else
            {
                entry.Error(error.Value.Option, error.Value.Message);
            }
        }

        if (entries.Count == 0)
        {
            reader.Error("rules", "must hold at least one rule");
        }

        return _ => new RegexContentCheck(rules);
    }
}
