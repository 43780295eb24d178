using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>What a rule has against the arguments of a call. It names places and rules, never content.</summary>
/// <param name="Location">Where: a JSON Pointer that the policy names.</param>
/// <param name="What">Which rule isn't met; goes on from "the arguments at /x".</param>
/// <param name="Needs">
/// <see cref="Decision.Escalate"/> when the rule itself asks for approval, else <see cref="Decision.Block"/>: what a violation means is
/// then the tool's affair.
/// </param>
internal sealed record ArgumentFault(string Location, string What, Decision Needs = Decision.Block);
