using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Options of <c>prompt_injection</c>.</summary>
public sealed record PromptInjectionOptions
{
    /// <summary>The deepest decoding.</summary>
    public const int MostDepth = 32;

    /// <summary><c>default_phrases</c>: true, the default, to look for the built-in rules.</summary>
    public bool UseDefaultPhrases { get; init; } = true;

    /// <summary><c>phrases</c>: further ones; at most 1000. Their severity is high.</summary>
    public IReadOnlyList<InjectionPhrase> Phrases { get; init; } = [];

    /// <summary><c>action</c>, <c>medium</c>, <c>low</c>: what happens to content of the sources that <see cref="Sources"/> doesn't name.</summary>
    public SourceTreatment Default { get; init; } = new();

    /// <summary><c>sources</c>: what happens to content of single sources instead.</summary>
    public IReadOnlyDictionary<ContentSource, SourceTreatment> Sources { get; init; } = new Dictionary<ContentSource, SourceTreatment>();

    /// <summary><c>decode</c>: true, the default, to look into encodings and ciphers too.</summary>
    public bool Decode { get; init; } = true;

    /// <summary><c>max_depth</c>: how many of them inside each other; 1 to <see cref="MostDepth"/>.</summary>
    public int MaxDepth { get; init; } = 16;

    /// <summary><c>max_work_kib</c>: how much decoding may read and make for one request, in units of 1024 characters; 64 to 1048576.</summary>
    public int MaxWorkKib { get; init; } = 16 * 1024;

    /// <summary><c>on_budget</c>: what happens when that, or the check's processor time, is spent before everything is decoded.</summary>
    public Decision OnBudget { get; init; } = Decision.Block;
}
