namespace Signet.Policy.Checks.PromptInjection;

/// <summary>A rule and where in a text it holds.</summary>
internal readonly record struct RuleHit(InjectionRule Rule, int Start, int End);
