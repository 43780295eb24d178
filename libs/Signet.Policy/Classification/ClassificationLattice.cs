using System.Collections.Frozen;
using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Classification;

/// <summary>The names of the levels, and their order: UNCLASS, CUI, CONFIDENTIAL, SECRET, TS, TS_SCI.</summary>
public static class ClassificationLattice
{
    private const int MaxLength = 64;

    private static readonly string[] Names = ["UNCLASS", "CUI", "CONFIDENTIAL", "SECRET", "TS", "TS_SCI"];

    private static readonly FrozenDictionary<string, ClassificationLevel> Levels = new Dictionary<string, ClassificationLevel>
    {
        ["UNCLASS"] = ClassificationLevel.Unclass,
        ["UNCLASSIFIED"] = ClassificationLevel.Unclass,
        ["U"] = ClassificationLevel.Unclass,
        ["CUI"] = ClassificationLevel.Cui,
        ["FOUO"] = ClassificationLevel.Cui,
        ["CONFIDENTIAL"] = ClassificationLevel.Confidential,
        ["C"] = ClassificationLevel.Confidential,
        ["SECRET"] = ClassificationLevel.Secret,
        ["S"] = ClassificationLevel.Secret,
        ["TS"] = ClassificationLevel.TopSecret,
        ["TOP SECRET"] = ClassificationLevel.TopSecret,
        ["TOPSECRET"] = ClassificationLevel.TopSecret,
        ["TS/SCI"] = ClassificationLevel.TopSecretSci,
        ["TS-SCI"] = ClassificationLevel.TopSecretSci,
        ["TS_SCI"] = ClassificationLevel.TopSecretSci,
        ["SCI"] = ClassificationLevel.TopSecretSci,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The level's name in contexts, metadata and the log.</summary>
    public static string NameOf(ClassificationLevel level) => Names[(int)level];

    /// <summary>
    /// Reads a level by its name or an alias, after NFKC, trimming and upper-casing. Nothing is guessed: any other text, the empty one
    /// included, is no level.
    /// </summary>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public static bool TryParse(string? text, out ClassificationLevel level)
    {
        UnicodeSupport.Require();
        level = default;
        if (text is not { Length: > 0 and <= MaxLength } || text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return false;
        }

        // Names as they should be need no second look; all others are brought into that form.
        return Levels.TryGetValue(text, out level)
            || Levels.TryGetValue(text.Normalize(NormalizationForm.FormKC).Trim().ToUpperInvariant(), out level);
    }
}
