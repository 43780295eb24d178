using Signet.Policy.Checks.SensitiveData;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Checks.SensitiveData;

/// <summary>Checks to test with.</summary>
internal static class Samples
{
    /// <summary>A check that redacts what any rule finds.</summary>
    internal static SensitiveDataCheck Everything(RedactionStyle style = RedactionStyle.Shape) => new(new SensitiveDataOptions
    {
        Groups = Enum.GetValues<RuleGroup>().ToDictionary(group => group, _ => new RuleSetting { Action = Decision.Redact }),
        Redaction = style,
    });

    /// <summary>A check that redacts what one rule finds and looks for nothing else.</summary>
    internal static SensitiveDataCheck Only(string id) => new(new SensitiveDataOptions
    {
        Groups = Enum.GetValues<RuleGroup>().ToDictionary(group => group, _ => new RuleSetting { Action = Decision.Allow }),
        Rules = new Dictionary<string, RuleSetting> { [id] = new() { Action = Decision.Redact } },
    });
}
