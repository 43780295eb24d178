using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>The signs around a word that make it a token or the name of a speaker, whatever spaces and hidden characters stand between.</summary>
internal static class Punctuation
{
    private const int MaxMarkup = 32;

    // So far a sign may stand from its neighbour.
    private const int Reach = 64;

    /// <summary>True when the punctuation of a token stands around its letters, whatever spaces and hidden characters stand between.</summary>
    internal static bool StandsAround(ReadOnlySpan<char> text, string token, int start, int end)
    {
        int first = 0;
        while (!char.IsLetterOrDigit(token[first]))
        {
            first++;
        }

        int last = token.Length;
        while (!char.IsLetterOrDigit(token[last - 1]))
        {
            last--;
        }

        int i = start;
        for (int k = first - 1; k >= 0; k--)
        {
            if (token[k] != ' ' && !StepBack(text, ref i, token[k]))
            {
                return false;
            }
        }

        i = end;
        for (int k = last; k < token.Length; k++)
        {
            if (token[k] != ' ' && !StepOn(text, ref i, token[k]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when nothing but spaces and signs of markup stands before a name on its line, and nothing but these, ends of items and a colon behind it.</summary>
    internal static bool MakesSpeaker(ReadOnlySpan<char> text, int start, int end)
    {
        int i = start;
        while (i > 0 && start - i < MaxMarkup && IsMarkup(text[i - 1]))
        {
            i--;
        }

        // Behind so many signs the line might as well begin.
        if (i > 0 && start - i < MaxMarkup && text[i - 1] is not ('\n' or '\r' or '\u2028'))
        {
            return false;
        }

        i = end;
        while (i < text.Length && i - end < MaxMarkup && (IsMarkup(text[i]) || text[i] == '\n'))
        {
            i++;
        }

        return i < text.Length && Compatible(text[i]) == ':';
    }

    private static bool IsMarkup(char c) => c is ' ' or '\t' or '#' or '*' or '_' or '>' or '<' or '[' or ']' or '(' or ')' or '"' or '-' or '=' or '|' or '`'
        || DefaultIgnorables.Contains(c);

    private static bool StepBack(ReadOnlySpan<char> text, ref int i, char expected)
    {
        int limit = Math.Max(0, i - Reach);
        while (i > limit)
        {
            char c = text[--i];
            if (!IsBlank(c))
            {
                return Compatible(c) == Compatible(expected);
            }
        }

        return false;
    }

    private static bool StepOn(ReadOnlySpan<char> text, ref int i, char expected)
    {
        int limit = Math.Min(text.Length, i + Reach);
        while (i < limit)
        {
            char c = text[i++];
            if (!IsBlank(c))
            {
                return Compatible(c) == Compatible(expected);
            }
        }

        return false;
    }

    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.IsControl(c) || DefaultIgnorables.Contains(c);

    // The full-width forms of ASCII.
    private static char Compatible(char c) => c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
}
