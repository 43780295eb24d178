using System.Globalization;
using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Checks.SensitiveData.Scanning;

/// <summary>
/// What a character stands for where values are looked for: decimal digits of any script, full-width and mathematical forms are ASCII,
/// hyphens up to the en dash and spaces of any width are <c>-</c> and a space, and default-ignorable characters are nothing.
/// </summary>
internal static class TextFolding
{
    /// <summary>What a character becomes that is dropped.</summary>
    internal const char Dropped = '\uFFFF';

    private static readonly char[] Table = BuildTable();

    /// <summary>The position of the first character that doesn't stand for itself alone, high surrogates included; -1 for none.</summary>
    internal static int IndexOfOther(ReadOnlySpan<char> text)
    {
        for (int at = 0; ; at++)
        {
            int next = text[at..].IndexOfAnyExceptInRange('\0', '\u007F');
            if (next < 0)
            {
                return -1;
            }

            for (at += next; at < text.Length && !char.IsAscii(text[at]); at++)
            {
                if (Table[text[at]] != text[at] || char.IsHighSurrogate(text[at]))
                {
                    return at;
                }
            }

            if (at >= text.Length)
            {
                return -1;
            }
        }
    }

    internal static char Fold(char c) => Table[c];

    /// <summary>Folds a pair of surrogates; false when it stands for itself.</summary>
    internal static bool TryFold(char high, char low, out char folded)
    {
        Rune rune = new(high, low);
        folded = Dropped;
        if (rune.Value is >= 0xE0000 and <= 0xE0FFF)
        {
            return true;
        }

        if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
        {
            folded = (char)('0' + (int)Rune.GetNumericValue(rune));
            return true;
        }

        if (rune.Value is < 0x1D400 or > 0x1D7FF)
        {
            return false;
        }

        Span<char> compatible = stackalloc char[4];
        ReadOnlySpan<char> pair = [high, low];
        bool isOne = pair.TryNormalize(compatible, out int count, NormalizationForm.FormKC) && count == 1;
        folded = compatible[0];
        return isOne;
    }

    private static char[] BuildTable()
    {
        char[] table = new char[65536];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = FoldOne((char)i);
        }

        return table;
    }

    private static char FoldOne(char c)
    {
        if (char.IsAscii(c) || char.IsSurrogate(c))
        {
            return c;
        }

        UnicodeCategory category = char.GetUnicodeCategory(c);
        return c switch
        {
            >= '\uFF01' and <= '\uFF5E' => (char)(c - 0xFEE0),
            '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212' or '\uFE58' or '\uFE63' => '-',
            '\u034F' or >= '\uFE00' and <= '\uFE0F' or >= '\u180B' and <= '\u180F' => Dropped,
            _ when category == UnicodeCategory.DecimalDigitNumber => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
            _ when category == UnicodeCategory.SpaceSeparator => ' ',
            _ when category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.Control) && CharacterFolding.IsHidden(new Rune(c)) => Dropped,
            _ => c,
        };
    }
}
