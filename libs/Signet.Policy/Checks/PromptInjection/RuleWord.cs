namespace Signet.Policy.Checks.PromptInjection;

/// <summary>A word or phrase of a rule.</summary>
/// <param name="Rule">The rule that it belongs to.</param>
/// <param name="Part">What it is in that rule.</param>
/// <param name="Text">As it stands in the list.</param>
/// <param name="Folded">As it is looked for.</param>
/// <param name="StartsWord">No letter or digit may stand right before it.</param>
/// <param name="EndsWord">No letter or digit may stand right behind it.</param>
internal sealed record RuleWord(InjectionRule Rule, RulePart Part, string Text, string Folded, bool StartsWord, bool EndsWord);
