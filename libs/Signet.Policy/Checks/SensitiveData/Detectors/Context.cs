using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>
/// Words near a number that say what it is. A word in capitals must be written so; the others in any case. A word must start where a word
/// starts; one of up to four letters must also end there.
/// </summary>
internal static class Context
{
    internal const int Before = 60;
    internal const int After = 32;

    /// <summary>Looks at the text before a value, then at the text behind it.</summary>
    internal static Verdict Find(in Window window, int start, int end, string[] words)
    {
        int from = Math.Max(0, start - Before);
        if (Holds(window.Text[from..start], words, from > 0))
        {
            return Verdict.Found;
        }

        int to = Math.Min(window.Text.Length, end + After);
        if (!window.CanSee(end + After))
        {
            return Verdict.Undecided;
        }

        return Holds(window.Text[end..to], words, isCut: false) ? Verdict.Found : Verdict.None;
    }

    /// <summary>True when one of the words stands in the text before a position.</summary>
    internal static bool Precedes(in Window window, int position, int length, string[] words)
    {
        int from = Math.Max(0, position - length);
        return Holds(window.Text[from..position], words, from > 0);
    }

    private static bool Holds(ReadOnlySpan<char> text, string[] words, bool isCut)
    {
        foreach (string word in words)
        {
            StringComparison how = char.IsAsciiLetterUpper(word[0]) ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
            for (int at = 0; at <= text.Length - word.Length; at++)
            {
                int next = text[at..].IndexOf(word, how);
                if (next < 0)
                {
                    break;
                }

                at += next;
                bool startsWord = at == 0 ? !isCut : !char.IsLetter(text[at - 1]) || (char.IsLower(text[at - 1]) && char.IsUpper(text[at]));
                int behind = at + word.Length;
                bool endsWord = word.Length > 4 || behind == text.Length || !char.IsLetter(text[behind]);
                if (startsWord && endsWord)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
