namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Words with which people try to override a model's instructions.</summary>
/// <param name="Label">Its name in reasons and the log: <c>[a-z][a-z0-9_]{0,63}</c>; several phrases may share one.</param>
/// <param name="Text">The words; 4 to 256 characters that show. Case, marks and spacing don't matter.</param>
/// <param name="WholeWords">True when it must start and end at the edge of a word, because it also occurs inside harmless ones.</param>
public sealed record InjectionPhrase(string Label, string Text, bool WholeWords = false);
