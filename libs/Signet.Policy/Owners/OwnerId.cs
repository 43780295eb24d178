using System.Globalization;
using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Owners;

/// <summary>
/// Decides which text can identify a party. Nothing is rewritten: two ids are the same exactly when their characters are, and an id
/// that could be taken for another one is refused.
/// </summary>
public static class OwnerId
{
    /// <summary>The longest id, in UTF-16 code units.</summary>
    public const int MaxLength = 256;

    /// <summary>
    /// True for 1 to <see cref="MaxLength"/> characters that NFKC leaves alone, without control, format or separator characters but
    /// the plain space inside, without half surrogate pairs, and without Latin letters beside Cyrillic or Greek ones.
    /// </summary>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public static bool IsValid(string? id)
    {
        UnicodeSupport.Require();
        if (id is not { Length: > 0 and <= MaxLength } || id[0] == ' ' || id[^1] == ' ')
        {
            return false;
        }

        bool latin = false;
        bool lookalike = false;
        ReadOnlySpan<char> rest = id;
        while (!rest.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(rest, out Rune rune, out int used) != System.Buffers.OperationStatus.Done || !IsAllowed(rune))
            {
                return false;
            }

            latin |= IsLatin(rune);
            lookalike |= IsCyrillicOrGreek(rune);
            rest = rest[used..];
        }

        return !(latin && lookalike) && id.IsNormalized(NormalizationForm.FormKC);
    }

    private static bool IsAllowed(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.PrivateUse or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => !CharacterFolding.IsHidden(rune) || Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark,
    };

    // Blocks of the Unicode character database that hold letters of the script.
    private static bool IsLatin(Rune rune) => Rune.IsLetter(rune) && rune.Value is (<= 0x02AF or (>= 0x1D00 and <= 0x1D25)
        or (>= 0x1E00 and <= 0x1EFF) or (>= 0x2C60 and <= 0x2C7F) or (>= 0xA720 and <= 0xA7FF) or (>= 0xAB30 and <= 0xAB64));

    private static bool IsCyrillicOrGreek(Rune rune) => Rune.IsLetter(rune) && rune.Value is ((>= 0x0370 and <= 0x052F)
        or (>= 0x1C80 and <= 0x1C8F) or (>= 0x1F00 and <= 0x1FFF) or (>= 0xA640 and <= 0xA69F));
}
