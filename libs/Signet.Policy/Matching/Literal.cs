using System.Text;

namespace Signet.Policy.Matching;

/// <summary>A literal to look for, and what must stand around it.</summary>
/// <param name="Text">Folded: upper case, no white space, no marks; see <see cref="CharacterFolding"/>.</param>
/// <param name="StartsWord">No letter or digit may stand right before it.</param>
/// <param name="EndsWord">No letter or digit may stand right behind it.</param>
/// <param name="UpperOnly">Its letters must be upper case in the text.</param>
internal readonly record struct Literal(string Text, bool StartsWord = false, bool EndsWord = false, bool UpperOnly = false)
{
    /// <summary>Folds a text as the matcher folds what it reads.</summary>
    internal static string Fold(string text)
    {
        StringBuilder result = new(text.Length);
        Span<char> folded = stackalloc char[CharacterFolding.MaxExpansion];
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (!CharacterFolding.IsHidden(rune) && !Rune.IsWhiteSpace(rune))
            {
                result.Append(folded[..CharacterFolding.Fold(rune, folded, out _)]);
            }
        }

        return result.ToString();
    }
}
