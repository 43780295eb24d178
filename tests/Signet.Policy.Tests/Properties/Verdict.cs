using Signet.Corpora;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Tests.Properties;

/// <summary>What a policy decides of a case, and what of it would reach the model.</summary>
internal sealed record Verdict(Decision Decision, CorpusCase Passed)
{
    /// <summary>
    /// True when this verdict lets something through that another policy stops. A milder decision alone doesn't mean that: a check that
    /// removes a text leaves nothing for another to object to, and then the other has no objection to what is left.
    /// </summary>
    internal async Task<bool> LetsThroughWhatAnotherStopsAsync(Verdict other, PolicyPipeline otherPolicy) =>
        Decision < other.Decision
        && !(Decision == Decision.Redact && (await CorpusPolicy.DecideAsync(otherPolicy, Passed)).Decision <= Decision.Redact);
}
