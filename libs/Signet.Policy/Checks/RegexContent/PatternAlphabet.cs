using System.Text.RegularExpressions;

namespace Signet.Policy.Checks.RegexContent;

/// <summary>
/// The characters that can stand in a match of an expression, read off the expression without regard to its structure: every literal,
/// class and escape that it holds. Where that reading isn't sure, all characters. A character outside of it parts the text: no match
/// crosses it, and whatever lies before it is decided once it is seen.
/// </summary>
internal sealed partial class PatternAlphabet
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private readonly ulong[] _members = new ulong[1024];

    internal PatternAlphabet(string pattern)
    {
        bool ignoresCase = pattern.StartsWith("(?i)", StringComparison.Ordinal);
        IsSure = TryRead(ignoresCase ? pattern[4..] : pattern, out List<string> atoms, out bool hasEndAnchor);
        HasEndAnchor = hasEndAnchor;
        if (!IsSure || atoms.Count == 0)
        {
            Array.Fill(_members, ulong.MaxValue);
            return;
        }

        string every = string.Create(65536, 0, static (span, _) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)i;
            }
        });
        foreach (ValueMatch match in Regex.EnumerateMatches(
            every, (ignoresCase ? "(?i)" : "") + "(?:" + string.Join('|', atoms) + ")", Options))
        {
            _members[match.Index >> 6] |= 1UL << (match.Index & 63);
        }
    }

    /// <summary>False when the expression holds something that isn't read here, so that all characters count.</summary>
    internal bool IsSure { get; }

    /// <summary>True when the expression asks where the text ends, or may do so.</summary>
    internal bool HasEndAnchor { get; }

    internal bool Contains(char c) => (_members[c >> 6] & (1UL << (c & 63))) != 0;

    private static bool TryRead(string pattern, out List<string> atoms, out bool hasEndAnchor)
    {
        atoms = [];
        bool sure = true;
        hasEndAnchor = false;
        for (int at = 0; at < pattern.Length;)
        {
            Match token = Token().Match(pattern, at);
            string text = token.Success ? token.Value : pattern[at..(at + 1)];
            at += text.Length;
            if (text is "$" or @"\z" or @"\Z" or @"\G")
            {
                hasEndAnchor = true;
            }
            else if (token.Groups["atom"].Success)
            {
                atoms.Add(text is "{" or "}" or "]" or "#" or " " ? Regex.Escape(text) : text);
            }
            else if (!token.Groups["structure"].Success)
            {
                sure = false;
            }
        }

        return sure;
    }

    // Order matters: what isn't structure or an atom by the time the last alternative is reached makes the reading unsure. A class with
    // another bracket inside may be a subtraction and is left to that. Names of groups and quantifiers aren't text.
    [GeneratedRegex(
        """
        \G(?:
          (?<structure> \\[bBAzZG] | \(\?: | \(\?<[A-Za-z_]\w*> | \((?!\?) | [)|*+?^$] | \{[0-9]+(?:,[0-9]*)?\} )
        | (?<atom> \\[dDwWsStnrfvae] | \\[pP]\{[A-Za-z0-9-]+\} | \\x[0-9A-Fa-f]{2} | \\u[0-9A-Fa-f]{4} | \\[^A-Za-z0-9]
                 | \[\^?\]?(?:[^\[\]\\]|\\[^cxu0-9kP]|\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\P\{[A-Za-z0-9-]+\})*\]
                 | [^\\()\[] )
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Token();
}
