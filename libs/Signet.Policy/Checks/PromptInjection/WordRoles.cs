namespace Signet.Policy.Checks.PromptInjection;

/// <summary>What the words that a text may hold are in their rules.</summary>
[Flags]
internal enum WordRoles
{
    /// <summary>None is there.</summary>
    None = 0,

    /// <summary>Enough by itself.</summary>
    Phrase = 1,

    /// <summary>Enough with a sign before it.</summary>
    Token = 2,

    /// <summary>Enough in capitals.</summary>
    Acronym = 4,

    /// <summary>The first half of a pair.</summary>
    First = 8,

    /// <summary>The second half of a pair.</summary>
    Second = 16,

    /// <summary>A phrase of the policy's.</summary>
    OwnPhrase = 32,
}
