using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Options of <c>prompt_injection</c>.</summary>
public sealed record PromptInjectionOptions
{
    /// <summary><c>action</c>: <see cref="Decision.Block"/>, the default, or <see cref="Decision.Escalate"/>.</summary>
    public Decision Action { get; init; } = Decision.Block;

    /// <summary><c>default_phrases</c>: true, the default, to look for <see cref="DefaultPhrases"/>.</summary>
    public bool UseDefaultPhrases { get; init; } = true;

    /// <summary><c>phrases</c>: further ones; at most 1000.</summary>
    public IReadOnlyList<InjectionPhrase> Phrases { get; init; } = [];
}
