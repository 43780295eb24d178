using System.Buffers;

namespace Signet.Policy.Text;

/// <summary>
/// Letters that people write for more than one Latin letter: a rho for p and for r, in the same text. Which one is meant nobody can tell,
/// so all that one of them stands for count as one letter (<see cref="TextFold.Merged"/>).
/// </summary>
internal static class MergedLetters
{
    // Rho and its variant, nu, gamma, omega, Cyrillic ge.
    private static readonly SearchValues<char> Ambiguous = SearchValues.Create("\u03C1\u03F1\u03BD\u03B3\u03C9\u0433");

    /// <summary>True when such a letter stands in a text. Text of ASCII alone is told by one look.</summary>
    internal static bool StandIn(ReadOnlySpan<char> text)
    {
        int first = text.IndexOfAnyExceptInRange('\0', '\u02FF');
        return first >= 0 && text[first..].IndexOfAny(Ambiguous) >= 0;
    }

    /// <summary>The letter that stands for a folded one and all that are taken for it.</summary>
    internal static char Of(char letter) => letter switch
    {
        'p' or 'g' or 'y' => 'r',
        'v' => 'n',
        'w' => 'o',
        _ => letter,
    };
}
