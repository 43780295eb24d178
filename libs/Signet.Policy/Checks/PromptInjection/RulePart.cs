namespace Signet.Policy.Checks.PromptInjection;

/// <summary>What a word is in its rule.</summary>
internal enum RulePart
{
    /// <summary>Enough by itself.</summary>
    Phrase,

    /// <summary>Enough by itself, with its punctuation.</summary>
    Token,

    /// <summary>Enough in capitals, as a word of its own, near a word of its context.</summary>
    Acronym,

    /// <summary>The first half of a pair.</summary>
    First,

    /// <summary>The first half of a pair at the beginning of a line, with a colon behind it.</summary>
    Speaker,

    /// <summary>The second half of a pair.</summary>
    Second,

    /// <summary>The second half of a pair, a word so common that nothing but fillers may stand between, and one of its marks must.</summary>
    WeakSecond,
}
