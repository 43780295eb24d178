using System.Text;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Reads a text as its letters, without folding all of it: what rules verify around a word that was found.</summary>
internal static class FoldedText
{
    /// <summary>Letters of a word that stand further apart than this, together, are no word.</summary>
    internal const int MaxSpan = 2048;

    /// <summary>Where the last <paramref name="letters"/> letters before <paramref name="end"/> begin, or -1 when that is too far away.</summary>
    internal static int StartOf(ReadOnlySpan<char> text, int end, int letters, TextFold fold)
    {
        int i = end;
        while (letters > 0)
        {
            if (i == 0 || end - i > MaxSpan)
            {
                return -1;
            }

            Rune.DecodeLastFromUtf16(text[..i], out Rune rune, out int used);
            letters -= fold[rune].Length;
            i -= used;
        }

        return i;
    }

    /// <summary>Folds a text into <paramref name="letters"/>.</summary>
    /// <returns>How many there are, or -1 when there is no room for all of them.</returns>
    internal static int Fold(ReadOnlySpan<char> text, Span<char> letters, TextFold fold)
    {
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            string folded = fold[rune];
            if (count + folded.Length > letters.Length)
            {
                return -1;
            }

            folded.CopyTo(letters[count..]);
            count += folded.Length;
        }

        return count;
    }

    /// <summary>True when a text is written as anybody would: nothing but letters, spaces and ordinary signs, and words of more than a letter.</summary>
    internal static bool IsPlain(ReadOnlySpan<char> text)
    {
        int letters = 0;
        int words = 0;
        bool inWord = false;
        foreach (char c in text)
        {
            bool isLetter = char.IsLetter(c) || (c >= 128 && char.IsLetterOrDigit(c));
            if (char.IsAsciiDigit(c) || (!isLetter && c >= 128 && !char.IsWhiteSpace(c)))
            {
                return false;
            }

            letters += isLetter ? 1 : 0;
            words += isLetter && !inWord ? 1 : 0;
            inWord = isLetter;
        }

        return words * 2 <= letters;
    }
}
