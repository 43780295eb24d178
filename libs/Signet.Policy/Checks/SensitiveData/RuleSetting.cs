using Signet.Policy.Checks.RegexContent;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.SensitiveData;

/// <summary>What a policy says of a group or of one rule.</summary>
public sealed record RuleSetting
{
    /// <summary><c>action</c>: block, escalate or redact; allow for <c>off</c>, which doesn't look.</summary>
    public required Decision Action { get; init; }

    /// <summary><c>on</c>: request, response or both, the default.</summary>
    public RuleScope On { get; init; }

    /// <summary>
    /// <c>min_entropy</c>: Shannon entropy in bits a character below which a value isn't random enough; null for the rule's own.
    /// </summary>
    public double? MinEntropy { get; init; }
}
