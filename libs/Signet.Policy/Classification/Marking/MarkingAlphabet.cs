using System.Buffers;
using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Classification.Marking;

/// <summary>
/// What every character of a text is to markings: the ASCII character that it folds to (<see cref="CharacterFolding"/>, and some more
/// that are drawn alike), white space, hidden, or none of these. One look into a table for most.
/// </summary>
internal static class MarkingAlphabet
{
    /// <summary>Belongs to no marking and to no word.</summary>
    internal const byte Other = 0;

    /// <summary>Belongs to no marking; a word that touches a marking doesn't end there.</summary>
    internal const byte Letter = 1;

    internal const byte Space = 2;
    internal const byte Hidden = 3;

    /// <summary>Folds to several characters.</summary>
    internal const byte Several = 4;

    /// <summary>Half of a pair.</summary>
    internal const byte Surrogate = 5;

    /// <summary>Set beside the upper-case letter that a lower-case one folds to.</summary>
    internal const byte Lower = 0x80;

    private const string DrawnAlike = "/\u2044\u2215\u2571\u27CB\u29F8(\u2768\u2772\u3014\uFD3E)\u2769\u2773\u3015\uFD3F-\u2010\u2011\u2012\u2013\u2014\u2212";
    private const string SmallCapitals = "\u1D00\u0299\u1D04\u1D05\u1D07\uA730\u0262\u029C\u026A\u1D0A\u1D0B\u029F\u1D0D\u0274\u1D0F\u1D18\u0280\uA731\u1D1B\u1D1C\u1D20\u1D21\u028F\u1D22";
    private const string Capitals = "ABCDEFGHIJKLMNOPRSTUVWYZ";
    private const char DoubleSlash = '\u2AFD';

    private static readonly byte[] Codes = MakeCodes();

    /// <summary>Printable ASCII and the usual white space: nothing in it is hidden.</summary>
    internal static SearchValues<char> Plain { get; } = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(c => (char)c), '\t', '\n', '\r']);

    /// <summary>The code of one UTF-16 unit.</summary>
    internal static byte CodeOf(char c) => Codes[c];

    /// <summary>The code of the character that starts at a place; of several that it folds to, the first's.</summary>
    internal static byte CodeAt(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        byte code = Codes[text[at]];
        if (code is not (Several or Surrogate))
        {
            return code;
        }

        Rune.DecodeFromUtf16(text[at..], out Rune rune, out length);
        Span<byte> codes = stackalloc byte[CharacterFolding.MaxExpansion];
        return Fold(rune, codes) == 0 ? Hidden : codes[0];
    }

    /// <summary>The code of the character that ends before a place; of several that it folds to, the last's.</summary>
    internal static byte CodeBefore(ReadOnlySpan<char> text, int place, out int length)
    {
        length = 1;
        byte code = Codes[text[place - 1]];
        if (code is not (Several or Surrogate))
        {
            return code;
        }

        Rune.DecodeLastFromUtf16(text[..place], out Rune rune, out length);
        Span<byte> codes = stackalloc byte[CharacterFolding.MaxExpansion];
        int count = Fold(rune, codes);
        return count == 0 ? Hidden : codes[count - 1];
    }

    /// <summary>True for what a letter or digit folds to.</summary>
    internal static bool IsWord(byte code) => code == Letter || char.IsAsciiLetterOrDigit((char)(code & ~Lower));

    /// <summary>Folds what one unit's code doesn't say; codes go to <paramref name="codes"/>, in order.</summary>
    /// <param name="rune">A character.</param>
    /// <param name="codes">At least <see cref="CharacterFolding.MaxExpansion"/>.</param>
    internal static int Fold(Rune rune, Span<byte> codes)
    {
        if (rune.Value == DoubleSlash)
        {
            codes[0] = codes[1] = (byte)'/';
            return 2;
        }

        if (rune.Value is (>= 0x1F150 and <= 0x1F169) or (>= 0x1F170 and <= 0x1F189) or (>= 0x1F1E6 and <= 0x1F1FF))
        {
            // Negative circled and squared letters, and those that flags are made of.
            int first = rune.Value >= 0x1F1E6 ? 0x1F1E6 : rune.Value >= 0x1F170 ? 0x1F170 : 0x1F150;
            codes[0] = (byte)('A' + rune.Value - first);
            return 1;
        }

        // Noncharacters show nothing, and normalization refuses some of them.
        if (CharacterFolding.IsHidden(rune) || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF)
        {
            codes[0] = Hidden;
            return 1;
        }

        Span<char> folded = stackalloc char[CharacterFolding.MaxExpansion];
        int count = CharacterFolding.Fold(rune, folded, out bool isUpper);
        for (int i = 0; i < count; i++)
        {
            byte code = folded[i] < 128 ? (byte)folded[i] : OfDrawn(folded[i]);
            codes[i] = !isUpper && char.IsAsciiLetterUpper((char)code) ? (byte)(code | Lower) : code;
        }

        return count;
    }

    /// <summary>All units at which a character that folds to one of <paramref name="anchors"/> may start.</summary>
    internal static SearchValues<char> StartsOf(ReadOnlySpan<char> anchors)
    {
        List<char> starts = [];
        Span<byte> codes = stackalloc byte[CharacterFolding.MaxExpansion];
        for (int c = 0; c <= char.MaxValue; c++)
        {
            byte code = Codes[c];
            bool starting = code >= 0x20 && anchors.Contains((char)(code & ~Lower));
            if (code == Several)
            {
                foreach (byte part in codes[..Fold(new Rune((char)c), codes)])
                {
                    starting |= part >= 0x20 && anchors.Contains((char)(part & ~Lower));
                }
            }

            // Mathematical, enclosed, outlined and raised letters are beyond the first plane.
            if (starting || c is 0xD801 or 0xD833 or 0xD835 or 0xD838 or 0xD83C)
            {
                starts.Add((char)c);
            }
        }

        return SearchValues.Create(starts.ToArray());
    }

    private static byte[] MakeCodes()
    {
        UnicodeSupport.Require();
        byte[] codes = new byte[char.MaxValue + 1];
        Span<byte> folded = stackalloc byte[CharacterFolding.MaxExpansion];
        for (int c = 0; c < codes.Length; c++)
        {
            codes[c] = c switch
            {
                >= 0xD800 and <= 0xDFFF => Surrogate,

                // Han, Hangul and private use fold to nothing that a marking has.
                (>= 0x3400 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or (>= 0xE000 and <= 0xF8FF) => Other,
                _ => CodeOf(new Rune((char)c), folded),
            };
        }

        return codes;
    }

    private static byte CodeOf(Rune rune, Span<byte> folded)
    {
        if (Rune.IsWhiteSpace(rune))
        {
            return Space;
        }

        byte drawn = OfDrawn((char)rune.Value);
        if (drawn >= 0x20)
        {
            return drawn;
        }

        int count = Fold(rune, folded);
        if (count == 0)
        {
            return Hidden;
        }

        return count == 1 ? folded[0] : folded[..count].IndexOfAnyExcept(Other, Letter) < 0 ? folded[0] : Several;
    }

    private static byte OfDrawn(char c)
    {
        int capital = c < 128 ? -1 : SmallCapitals.IndexOf(c, StringComparison.Ordinal);
        if (capital >= 0)
        {
            return (byte)Capitals[capital];
        }

        for (int at = c < 128 ? -1 : DrawnAlike.IndexOf(c, StringComparison.Ordinal); at >= 0; at--)
        {
            if (DrawnAlike[at] < 128)
            {
                return (byte)DrawnAlike[at];
            }
        }

        // Scripts that part words by spaces; in others a letter beside a marking is no part of its word.
        return char.IsLetterOrDigit(c) && c is < '\u0590' or (>= '\u1E00' and <= '\u1FFF') or (>= '\u2C60' and <= '\u2C7F') or (>= '\uA720' and <= '\uA7FF')
            ? Letter
            : Other;
    }
}
