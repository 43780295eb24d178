using System.Globalization;
using System.Text;

namespace Signet.Policy.Matching;

/// <summary>
/// Folds one character at a time into the upper-case characters that it looks like, so that text folds the same however it is split:
/// compatibility decomposition (UAX #15, NFKD), then marks, default-ignorable characters and white space dropped, then upper case.
/// </summary>
internal static class CharacterFolding
{
    /// <summary>The longest decomposition of one code point is 18 characters (U+FDFA).</summary>
    internal const int MaxExpansion = 32;

    /// <summary>True for characters that show nothing: default-ignorable code points (DerivedCoreProperties), controls and marks.</summary>
    internal static bool IsHidden(Rune rune)
    {
        if (rune.IsAscii)
        {
            return rune.Value is < 0x20 and not ('\t' or '\n' or '\v' or '\f' or '\r') or 0x7F;
        }

        return rune.Value switch
        {
            0x85 => false,
            0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 => true,
            >= 0xFFF0 and <= 0xFFF8 => true,
            >= 0xE0000 and <= 0xE0FFF => true,
            _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark,
        };
    }

    /// <summary>Folds a character that is neither hidden nor white space.</summary>
    /// <param name="rune">The character.</param>
    /// <param name="folded">At least <see cref="MaxExpansion"/> characters.</param>
    /// <param name="isUpper">True when nothing but case could have differed and it was upper case already, or has no case.</param>
    /// <returns>How many characters it folds to.</returns>
    internal static int Fold(Rune rune, Span<char> folded, out bool isUpper)
    {
        if (rune.IsAscii)
        {
            char c = (char)rune.Value;
            isUpper = !char.IsAsciiLetterLower(c);
            folded[0] = char.ToUpperInvariant(c);
            return 1;
        }

        Span<char> one = stackalloc char[2];
        Span<char> parts = stackalloc char[MaxExpansion];
        int length = rune.EncodeToUtf16(one);
        if (!((ReadOnlySpan<char>)one[..length]).TryNormalize(parts, out int count, NormalizationForm.FormKD))
        {
            one[..length].CopyTo(parts);
            count = length;
        }

        isUpper = true;
        int written = 0;
        ReadOnlySpan<char> rest = parts[..count];
        while (!rest.IsEmpty)
        {
            Rune.DecodeFromUtf16(rest, out Rune part, out int used);
            rest = rest[used..];
            if (!IsHidden(part) && !Rune.IsWhiteSpace(part))
            {
                Rune upper = Rune.ToUpperInvariant(part);
                isUpper &= upper == part;
                written += upper.EncodeToUtf16(folded[written..]);
            }
        }

        return written;
    }
}
