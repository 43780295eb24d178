using System.Globalization;
using System.Text;
using Signet.Policy.Text;

namespace Signet.Policy.Matching;

/// <summary>
/// Folds one character at a time into the upper-case characters that it looks like, so that text folds the same however it is split:
/// compatibility decomposition (UAX #15, NFKD), then marks, default-ignorable characters and white space dropped, then upper case,
/// then the Cyrillic and Greek capitals that are drawn like Latin ones made Latin. Literals are folded the same way.
/// </summary>
internal static class CharacterFolding
{
    /// <summary>The longest decomposition of one code point is 18 characters (U+FDFA).</summary>
    internal const int MaxExpansion = 32;

    private const string Drawn = "\u0410\u0412\u0415\u0405\u0406\u0408\u041A\u041C\u041D\u041E\u0420\u0421\u0422\u0423\u0425"
        + "\u0391\u0392\u0395\u0396\u0397\u0399\u039A\u039C\u039D\u039F\u03A1\u03A4\u03A5\u03A7\u03F9";

    private const string Latin = "ABESIJKMHOPCTYXABEZHIKMNOPTYXC";

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
        if (Noncharacters.Contains(rune.Value) || !((ReadOnlySpan<char>)one[..length]).TryNormalize(parts, out int count, NormalizationForm.FormKD))
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
                int lookalike = upper.IsBmp ? Drawn.IndexOf((char)upper.Value, StringComparison.Ordinal) : -1;
                written += (lookalike < 0 ? upper : new Rune(Latin[lookalike])).EncodeToUtf16(folded[written..]);
            }
        }

        return written;
    }
}
