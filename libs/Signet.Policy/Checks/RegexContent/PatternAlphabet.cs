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
        MinLength = IsSure ? ReadMinLength(ignoresCase ? pattern[4..] : pattern) : 0;
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

    /// <summary>No match is shorter; 0 when that isn't plain.</summary>
    internal int MinLength { get; }

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

    /// <summary>Adds up what stands outside of groups, each atom as often as it must stand at least. Alternatives make it 0.</summary>
    private static int ReadMinLength(string pattern)
    {
        int total = 0;
        int last = 0;
        int depth = 0;
        foreach (Match token in Token().Matches(pattern))
        {
            string text = token.Value;
            if (text == "|")
            {
                return 0;
            }

            if (token.Groups["atom"].Success)
            {
                last = depth == 0 ? 1 : 0;
                total += last;
            }
            else if (text[0] is '?' or '*' or '{')
            {
                ReadOnlySpan<char> digits = text[0] == '{' ? text.AsSpan(1, text.AsSpan(1).IndexOfAny(',', '}')) : [];
                int least = int.TryParse(digits, out int count) ? Math.Min(count, 10_000) : 0;
                total += least == 0 ? -last : last * (least - 1);
                last = least == 0 ? 0 : last * least;
            }
            else if (text[0] != '+')
            {
                depth += text[0] == '(' ? 1 : text[0] == ')' ? -1 : 0;
                last = 0;
            }
        }

        return total;
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
