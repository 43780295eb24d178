using System.Text.RegularExpressions;
using Signet.Policy.Content;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>
/// Looks for matches where the parts of a message meet. A match stays within a run of characters of the rule's alphabet, so the run around
/// each such place is searched, however long, with one character on both sides in view. An expression that asks where the text ends, or
/// isn't read for sure, gets the whole.
/// </summary>
internal static class JointSearch
{
    /// <summary>
    /// Hands over what a rule matches in those runs. Time is linear in the joined text: each character stands in one run.
    /// </summary>
    internal static void Run(CompiledRule rule, JoinedText joined, ref AdmissionMatches? found)
    {
        ReadOnlySpan<char> text = joined.Text;
        int searched = 0;
        for (int i = 1; i < joined.Parts.Count; i++)
        {
            int joint = joined.Parts[i].Start;
            if (joint <= searched)
            {
                continue;
            }

            (int start, int end) = RunAround(rule.Alphabet, text, joint);
            searched = end;
            if (start == end || !rule.Alphabet.MayMatch(text[start..end]))
            {
                continue;
            }

            int from = Math.Max(0, start - 1);
            int to = Math.Min(text.Length, end + 1);
            foreach (ValueMatch match in rule.Regex.EnumerateMatches(text[from..to], start - from))
            {
                if (match.Length > 0)
                {
                    (found ??= new AdmissionMatches()).Add(rule, joined, from + match.Index, match.Length);
                }
            }
        }
    }

    private static (int Start, int End) RunAround(PatternAlphabet alphabet, ReadOnlySpan<char> text, int joint)
    {
        if (alphabet.HasEndAnchor)
        {
            return (0, text.Length);
        }

        int end = alphabet.IndexOfOther(text[joint..]);
        return (alphabet.LastIndexOfOther(text[..joint]) + 1, end < 0 ? text.Length : joint + end);
    }
}
