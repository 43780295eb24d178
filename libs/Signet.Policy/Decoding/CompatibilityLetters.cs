using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>Letters, digits and signs of ASCII in another form (full width, mathematical, circled), which NFKC undoes.</summary>
internal static class CompatibilityLetters
{
    /// <summary>A sign for each block that has such forms: a surrogate, and the blocks of the first plane.</summary>
    private static readonly SearchValues<char> Forms = SearchValues.Create(
        [.. Range(0xFF01, 0xFF5E), .. Range(0x2460, 0x24FF), .. Range(0x2070, 0x209C), .. Range(0x2100, 0x214F), '\uD835', '\uD83C']);

    /// <summary>Gives the text in ASCII letters; false when it has no others, or can't be normalized.</summary>
    internal static bool TryReplace(ReadOnlySpan<char> text, [NotNullWhen(true)] out string? plain)
    {
        plain = null;
        if (!text.ContainsAny(Forms))
        {
            return false;
        }

        StringBuilder result = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            // One by one: normalization refuses whole texts for one code point that is none.
            bool stays = rune.IsBmp ? !Forms.Contains((char)rune.Value) : Noncharacters.Contains(rune.Value);
            result.Append(stays ? rune.ToString() : rune.ToString().Normalize(NormalizationForm.FormKC));
        }

        plain = result.ToString();
        return true;
    }

    /// <summary>True for such a letter, or a half of one.</summary>
    internal static bool IsForm(char c) => Forms.Contains(c);

    private static IEnumerable<char> Range(int first, int last) => Enumerable.Range(first, last - first + 1).Select(c => (char)c);
}
