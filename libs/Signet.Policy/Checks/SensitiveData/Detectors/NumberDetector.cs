using Signet.Policy.Checks.SensitiveData.Scanning;

namespace Signet.Policy.Checks.SensitiveData.Detectors;

/// <summary>Says whether capitals and digits without separators are a number of some kind.</summary>
internal delegate bool NumberValidator(ReadOnlySpan<char> number);

/// <summary>
/// Finds numbers that people write in groups. A pattern gives one way of writing: <c>d</c> is a digit, <c>L</c> a letter, <c>w</c> either,
/// <c>~</c> a space or a hyphen, the same throughout; everything else stands for itself, and a <c>?</c> in front says that a word of the
/// context must stand near. Letters may be of either case.
/// </summary>
internal sealed class NumberDetector : Detector
{
    private const int MaxNumber = 40;

    private readonly Pattern[] _patterns;
    private readonly NumberValidator _validator;
    private readonly string[] _context;

    private NumberDetector(IEnumerable<Pattern> patterns, NumberValidator validator, string[] context)
    {
        _patterns = [.. patterns];
        _validator = validator;
        _context = context;
    }

    internal override IEnumerable<int> WordLengths => [_patterns[0].AnchorLength];

    /// <summary>A detector for each length of the word that patterns are anchored at.</summary>
    internal static Detector[] For(string[] patterns, NumberValidator validator, params string[] context) =>
        [.. patterns.Select(Pattern.Parse).GroupBy(pattern => pattern.AnchorLength).Select(group => new NumberDetector(group, validator, context))];

    internal override Verdict Find(in Window window, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        Verdict all = Verdict.None;
        foreach (Pattern pattern in _patterns)
        {
            if (!pattern.FitsAround(window, at))
            {
                continue;
            }

            Verdict verdict = Match(window, at - pattern.AnchorOffset, pattern, out end);
            if (verdict == Verdict.Found)
            {
                start = at - pattern.AnchorOffset;
                return verdict;
            }

            all = verdict == Verdict.Undecided ? verdict : all;
        }

        return all;
    }

    private Verdict Match(in Window window, int start, Pattern pattern, out int end)
    {
        char separator = '\0';
        end = start + pattern.Text.Length;
        for (int i = 0; i < pattern.Text.Length; i++)
        {
            if (!window.CanSee(start + i))
            {
                return Verdict.Undecided;
            }

            char c = window[start + i];
            char wanted = pattern.Text[i];
            if (!Pattern.Fits(wanted, c) || (wanted == '~' && separator != '\0' && c != separator))
            {
                return Verdict.None;
            }

            separator = wanted == '~' ? c : separator;
        }

        if (!Boundary.StartsAlone(window, start))
        {
            return Verdict.None;
        }

        Verdict alone = Boundary.EndsAlone(window, end);
        if (alone != Verdict.Found || !IsValid(window.Text[start..end]))
        {
            return alone == Verdict.Undecided ? alone : Verdict.None;
        }

        return pattern.NeedsContext ? Context.Find(window, start, end, _context) : Verdict.Found;
    }

    private bool IsValid(ReadOnlySpan<char> written)
    {
        Span<char> number = stackalloc char[MaxNumber];
        int length = 0;
        foreach (char c in written)
        {
            if (Characters.IsWord(c))
            {
                number[length++] = char.ToUpperInvariant(c);
            }
        }

        return _validator(number[..length]);
    }

    /// <summary>One way of writing.</summary>
    private sealed record Pattern(string Text, bool NeedsContext, int AnchorOffset, int AnchorLength)
    {
        /// <summary>False when what stands beside the word at a position can't be what stands there in the pattern.</summary>
        internal bool FitsAround(in Window window, int at)
        {
            int behind = AnchorOffset + AnchorLength;
            return FitsAt(window, at, behind) && FitsAt(window, at, behind + 1)
                && at >= AnchorOffset && (AnchorOffset == 0 || Fits(Text[AnchorOffset - 1], window[at - 1]));
        }

        /// <summary>The anchor is the first word of the pattern that holds a digit.</summary>
        internal static Pattern Parse(string text)
        {
            bool needsContext = text[0] == '?';
            string plain = needsContext ? text[1..] : text;
            int digit = plain.IndexOfAny(['d', 'w']);
            int start = plain.AsSpan(0, digit).LastIndexOfAnyExcept('L', 'w') + 1;
            int length = plain.AsSpan(start).IndexOfAnyExcept('d', 'L', 'w');
            return new Pattern(plain, needsContext, start, length < 0 ? plain.Length - start : length);
        }

        internal static bool Fits(char wanted, char c) => wanted switch
        {
            'd' => char.IsAsciiDigit(c),
            'L' => char.IsAsciiLetter(c),
            'w' => char.IsAsciiLetterOrDigit(c),
            '~' => c is ' ' or '-',
            _ => c == wanted,
        };

        /// <summary>Whether a character of the pattern fits, as far as can be seen.</summary>
        private bool FitsAt(in Window window, int anchor, int index)
        {
            int at = anchor - AnchorOffset + index;
            return index >= Text.Length || !window.CanSee(at) || Fits(Text[index], window[at]);
        }
    }
}
