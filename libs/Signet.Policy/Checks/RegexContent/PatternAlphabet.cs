using System.Buffers;
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

    private readonly SearchValues<char>? _members;

    internal PatternAlphabet(string pattern)
    {
        bool ignoresCase = pattern.StartsWith("(?i)", StringComparison.Ordinal);
        IsSure = TryRead(ignoresCase ? pattern[4..] : pattern, out List<string> atoms, out bool hasEndAnchor);
        HasEndAnchor = hasEndAnchor;
        (MinLength, Required) = IsSure ? ReadRequired(ignoresCase ? pattern[4..] : pattern) : (0, null);
        if (!IsSure || atoms.Count == 0)
        {
            return;
        }

        string every = string.Create(65536, 0, static (span, _) =>
        {
            for (int i = 0; i < span.Length; i++)
            {
                span[i] = (char)i;
            }
        });
        List<char> members = [];
        foreach (ValueMatch match in Regex.EnumerateMatches(
            every, (ignoresCase ? "(?i)" : "") + "(?:" + string.Join('|', atoms) + ")", Options))
        {
            members.Add((char)match.Index);
        }

        _members = SearchValues.Create([.. members]);
    }

    /// <summary>False when the expression holds something that isn't read here, so that all characters count.</summary>
    internal bool IsSure { get; }

    /// <summary>True when the expression asks where the text ends, or may do so.</summary>
    internal bool HasEndAnchor { get; }

    /// <summary>No match is shorter; 0 when that isn't plain.</summary>
    internal int MinLength { get; }

    /// <summary>A character that stands in every match; null when none is plain.</summary>
    internal char? Required { get; }

    internal bool Contains(char c) => _members is null || _members.Contains(c);

    /// <summary>
    /// How many characters at the start of a text stand in no match for sure: those that can't, and whole runs of those that can but
    /// hold no <see cref="Required"/> or are shorter than <see cref="MinLength"/>.
    /// </summary>
    internal int Idle(ReadOnlySpan<char> text)
    {
        if (_members is null)
        {
            return 0;
        }

        int first = text.IndexOfAny(_members);
        if (first < 0)
        {
            return text.Length;
        }

        if (Required is { } required)
        {
            int at = text.IndexOf(required);
            int last = (at < 0 ? text : text[..at]).LastIndexOfAnyExcept(_members);
            first = Math.Max(first, last + 1);
        }

        return SkipShort(text, first);
    }

    /// <summary>The position of the first character that can't; -1 for none.</summary>
    internal int IndexOfOther(ReadOnlySpan<char> text) => _members is null ? -1 : text.IndexOfAnyExcept(_members);

    /// <summary>The position of the last character that can't; -1 for none.</summary>
    internal int LastIndexOfOther(ReadOnlySpan<char> text) => _members is null ? -1 : text.LastIndexOfAnyExcept(_members);

    /// <summary>False when a text surely holds no match.</summary>
    internal bool MayMatch(ReadOnlySpan<char> text) =>
        (Required is not { } required || text.Contains(required)) && text.Length - SkipShort(text, 0) >= MinLength;

    /// <summary>
    /// The start of the first run, at or behind a position where none is open, that is long enough for a match or may go on behind the end.
    /// From the last character that such a run would have backwards: what is no member ends all runs that it stands in.
    /// </summary>
    private int SkipShort(ReadOnlySpan<char> text, int start)
    {
        if (_members is null)
        {
            return start;
        }

        while (text.Length - start >= MinLength)
        {
            int i = start + MinLength - 1;
            while (i >= start && _members.Contains(text[i]))
            {
                i--;
            }

            if (i < start)
            {
                return start;
            }

            start = i + 1;
        }

        return start + text[start..].LastIndexOfAnyExcept(_members) + 1;
    }

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

    /// <summary>
    /// Adds up what stands outside of groups, each atom as often as it must stand at least, and looks for a character among it that has
    /// no case. Alternatives end both.
    /// </summary>
    private static (int Length, char? Required) ReadRequired(string pattern)
    {
        int total = 0;
        int last = 0;
        int depth = 0;
        char? required = null;
        char? candidate = null;
        foreach (Match token in Token().Matches(pattern))
        {
            string text = token.Value;
            if (text == "|")
            {
                return (0, null);
            }

            if (token.Groups["atom"].Success)
            {
                required ??= candidate;
                candidate = depth == 0 ? LiteralOf(text) : null;
                last = depth == 0 ? 1 : 0;
                total += last;
            }
            else if (text[0] is '?' or '*' or '{')
            {
                ReadOnlySpan<char> digits = text[0] == '{' ? text.AsSpan(1, text.AsSpan(1).IndexOfAny(',', '}')) : [];
                int least = int.TryParse(digits, out int count) ? Math.Min(count, 10_000) : 0;
                total += least == 0 ? -last : last * (least - 1);
                last = least == 0 ? 0 : last * least;
                candidate = least == 0 ? null : candidate;
            }
            else if (text[0] != '+')
            {
                depth += text[0] == '(' ? 1 : text[0] == ')' ? -1 : 0;
                last = 0;
            }
        }

        return (total, required ?? candidate);
    }

    /// <summary>The character of an atom that stands for exactly one, which has no case; else null.</summary>
    private static char? LiteralOf(string atom) => atom switch
    {
        ['\\', var escaped] when char.IsAscii(escaped) && !char.IsAsciiLetterOrDigit(escaped) => escaped,
        [var plain] when char.IsAscii(plain) && !char.IsAsciiLetter(plain) && plain is not '.' => plain,
        _ => null,
    };

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
