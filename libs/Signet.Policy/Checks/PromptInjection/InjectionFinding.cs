using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>What was found.</summary>
/// <param name="Label">The label of the rule or phrase.</param>
/// <param name="Severity">Its severity.</param>
/// <param name="Source">Where it was found; of several sources the one that is treated most strictly.</param>
/// <param name="How"><c>raw</c>, <c>normalized</c>, or <c>decoded:</c> with the decoders.</param>
/// <param name="Decision">What the policy makes of it.</param>
internal sealed record InjectionFinding(string Label, Severity Severity, ContentSource Source, string How, Decision Decision);
