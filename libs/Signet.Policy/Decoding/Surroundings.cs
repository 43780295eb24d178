using Signet.Policy.Text;

namespace Signet.Policy.Decoding;

/// <summary>
/// How much of a text is read with a place in it that was undone: what is looked for may begin before the place or end behind it, and
/// whatever shows no letter may stand between, in any amount.
/// </summary>
internal static class Surroundings
{
    /// <summary>Counts letters that show.</summary>
    internal static readonly Func<char, bool> Letters = static c => char.IsLetter(c) && (c < 128 || !DefaultIgnorables.Contains(c));

    /// <summary>How many characters at the end of a text are the surroundings of what comes behind it.</summary>
    /// <param name="text">What stands before the place.</param>
    /// <param name="least">So many characters at least, or all.</param>
    /// <param name="letters">So many letters among them at least, or all.</param>
    /// <param name="isLetter">What counts as a letter there.</param>
    internal static int Before(ReadOnlySpan<char> text, int least, int letters, Func<char, bool> isLetter)
    {
        int count = 0;
        for (int i = text.Length - 1; i >= 0 && (count < least || letters > 0); i--)
        {
            letters -= isLetter(text[i]) ? 1 : 0;
            count++;
        }

        return count;
    }

    /// <summary>How many characters at the beginning of a text are the surroundings of what comes before it.</summary>
    /// <inheritdoc cref="Before"/>
    internal static int After(ReadOnlySpan<char> text, int least, int letters, Func<char, bool> isLetter)
    {
        int count = 0;
        for (; count < text.Length && (count < least || letters > 0); count++)
        {
            letters -= isLetter(text[count]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>True when what stands between two places is longer than the surroundings of both, which then are read apart.</summary>
    /// <param name="between">What stands between them.</param>
    /// <param name="least">See <see cref="Before"/>.</param>
    /// <param name="letters">See <see cref="Before"/>.</param>
    /// <param name="isLetter">See <see cref="Before"/>.</param>
    /// <param name="behind">How much of it surrounds the first place.</param>
    /// <param name="ahead">How much of it surrounds the second.</param>
    internal static bool Parts(
        ReadOnlySpan<char> between, int least, int letters, Func<char, bool> isLetter, out int behind, out int ahead)
    {
        (behind, ahead) = (0, 0);
        if (between.Length <= 2 * least)
        {
            return false;
        }

        behind = After(between, least, letters, isLetter);
        ahead = Before(between[behind..], least, letters, isLetter);
        return behind + ahead < between.Length;
    }
}
