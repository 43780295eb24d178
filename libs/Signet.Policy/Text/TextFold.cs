using System.Globalization;
using System.Text;

namespace Signet.Policy.Text;

/// <summary>
/// Folds one code point at a time into the letters by which phrases are compared; everything else (marks, what shows nothing, spaces,
/// punctuation) folds to nothing. Tables are made from Unicode's data by pages of 256 code points, each when it is first met.
/// Safe for concurrent use.
/// </summary>
internal sealed class TextFold
{
    private const int PageBits = 8;

    private readonly string[]?[] _pages = new string[0x110000 >> PageBits][];
    private readonly Func<Rune, string> _fold;

    private TextFold(Func<Rune, string> fold) => _fold = fold;

    /// <summary>
    /// NFKD, without marks, lower case. For phrases in scripts other than Latin: letters stay what they are.
    /// </summary>
    internal static TextFold Plain { get; } = new(FoldPlain);

    /// <summary>
    /// The skeleton of UTS #39 in lower case, with digits and signs that are written for letters, and with i, l and 1 as one.
    /// For phrases in Latin script alone, since it takes letters of other scripts for Latin ones.
    /// </summary>
    internal static TextFold Skeleton { get; } = new(FoldSkeleton);

    /// <summary>The skeleton with letters as one that a single letter is written for: for texts that hold such a letter.</summary>
    internal static TextFold Merged { get; } = new(rune => string.Concat(FoldSkeleton(rune).Select(MergedLetters.Of)));

    /// <summary>The letters that a code point stands for; empty when it stands for none.</summary>
    internal string this[Rune rune]
    {
        get
        {
            string[] page = _pages[rune.Value >> PageBits] ?? MakePage(rune.Value >> PageBits);
            return page[rune.Value & ((1 << PageBits) - 1)];
        }
    }

    /// <summary>Folds a whole text.</summary>
    internal string Fold(ReadOnlySpan<char> text)
    {
        StringBuilder result = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            result.Append(this[rune]);
        }

        return result.ToString();
    }

    // Whoever comes second makes the same page again.
    private string[] MakePage(int number)
    {
        string[] page = new string[1 << PageBits];
        for (int i = 0; i < page.Length; i++)
        {
            int codePoint = (number << PageBits) | i;
            page[i] = Rune.IsValid(codePoint) && !Noncharacters.Contains(codePoint) ? string.Intern(_fold(new Rune(codePoint))) : "";
        }

        Volatile.Write(ref _pages[number], page);
        return page;
    }

    private static string FoldPlain(Rune rune)
    {
        StringBuilder result = new();
        foreach (Rune part in Decompose(rune.ToString()))
        {
            if (IsLetter(part) || IsVowelSign(part))
            {
                result.Append(Rune.ToLowerInvariant(part).Value switch
                {
                    0x06CC or 0x0649 => "\u064A",
                    0x06A9 => "\u0643",
                    0x03C2 => "\u03C3",
                    0xDF => "ss",
                    int other => new Rune(other).ToString(),
                });
            }
        }

        return result.ToString();
    }

    private static string FoldSkeleton(Rune rune)
    {
        Rune lower = Rune.ToLowerInvariant(rune);
        // What the letter itself looks like comes before what its other case does: a capital sigma is no o.
        string? latin = Latin(rune) ?? Confusables.Resembled(rune.Value) ?? Latin(lower) ?? Latin(Rune.ToUpperInvariant(rune))
            ?? Confusables.Resembled(lower.Value) ?? (rune.Value == 0xDF ? "ss" : null);
        StringBuilder result = new();
        foreach (char c in latin ?? FoldPlain(rune))
        {
            result.Append(c switch
            {
                'm' => "rn",
                'l' or '1' => "i",
                '0' => "o",
                '2' => "z",
                '3' => "e",
                '4' or '@' => "a",
                '5' or '$' => "s",
                '6' or '9' => "g",
                '7' => "t",
                '8' => "b",
                _ => c.ToString(),
            });
        }

        return result.ToString();
    }

    /// <summary>What a code point looks like, when that is Latin letters and digits (and marks, which go) alone.</summary>
    private static string? Latin(Rune rune)
    {
        // A capital I and a vertical line look like a small l; of the two only one is a letter.
        if (rune.IsAscii)
        {
            return char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '@' or '$' ? ((char)(rune.Value | (rune.Value > 64 ? 32 : 0))).ToString() : "";
        }

        StringBuilder result = new();
        foreach (Rune part in Decompose(rune.ToString()))
        {
            foreach (Rune seen in Decompose(part.IsAscii ? part.ToString() : Confusables.Prototype(part.Value) ?? part.ToString()))
            {
                if (seen.IsAscii && Rune.IsLetterOrDigit(seen))
                {
                    result.Append(char.ToLowerInvariant((char)seen.Value));
                }
                else if (IsLetter(seen))
                {
                    return null;
                }
            }
        }

        return result.Length == 0 ? null : result.ToString();
    }

    private static IEnumerable<Rune> Decompose(string text) =>
        text.Normalize(NormalizationForm.FormKD).EnumerateRunes().Where(rune => !DefaultIgnorables.Contains(rune.Value));

    private static bool IsLetter(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber;

    // In the scripts of India and its neighbours the signs of vowels tell words apart; the virama and the nukta don't.
    private static bool IsVowelSign(Rune rune) => rune.Value is >= 0x0900 and <= 0x0DFF && (rune.Value & 0x7F) is not (0x3C or 0x4D)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
