using System.Text;
using Signet.Policy.Decoding;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>
/// Looks for the words of a lexicon in one text and verifies around each of them whether its rule holds. One pass; verifying costs a
/// bounded number of steps for each word found, and is charged. Keeps what it needs between texts; not safe for concurrent use.
/// </summary>
internal sealed class RuleScanner(Lexicon lexicon)
{
    /// <summary>So many first halves of a pair are remembered: who writes more of them in a row hides the oldest.</summary>
    private const int Remembered = 4;
    internal const int MaxFiller = 24;
    private const int ContextReach = 200;

    private readonly (int Start, int End)[] _firsts = new (int, int)[lexicon.Rules.Length * Remembered];
    private readonly int[] _firstCount = new int[lexicon.Rules.Length];

    // For texts with letters that stand for several; made when the first one comes.
    private RuleScanner? _merged;

    /// <summary>True when the last text held a word that is no rule's.</summary>
    internal bool FoundOther { get; private set; }

    /// <summary>
    /// Finds all places where a rule holds, in the order of their ends; of a text with letters that stand for several Latin ones, behind
    /// them those where it holds when all that such a letter stands for are one.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="budget">What verifying costs is charged here; nothing more is found when it is spent.</param>
    /// <param name="hits">The places.</param>
    internal void Scan(ReadOnlySpan<char> text, WorkBudget budget, List<RuleHit> hits)
    {
        ScanOnce(text, budget, hits);
        if (lexicon.Merged is { } merged && MergedLetters.StandIn(text))
        {
            _merged ??= new RuleScanner(merged.Value);
            _merged.ScanOnce(text, budget, hits);
        }
    }

    private void ScanOnce(ReadOnlySpan<char> text, WorkBudget budget, List<RuleHit> hits)
    {
        Array.Clear(_firstCount);
        FoundOther = false;
        int position = 0;
        int state = 0;
        while (lexicon.Automaton.Find(text, ref position, ref state, out ReadOnlySpan<int> found))
        {
            foreach (int index in found)
            {
                if (index >= lexicon.Words.Length)
                {
                    FoundOther = true;
                    continue;
                }

                RuleWord word = lexicon.Words[index];
                int start = FoldedText.StartOf(text, position, word.Folded.Length, lexicon.Fold);
                if (start >= 0 && FitsEdges(text, word, start, position) && Holds(text, index, start, position, budget, out int from))
                {
                    hits.Add(new RuleHit(word.Rule, from, position));
                }
            }
        }
    }

    private static bool FitsEdges(ReadOnlySpan<char> text, RuleWord word, int start, int end) =>
        (!word.StartsWord || start == 0 || !char.IsLetterOrDigit(text[start - 1]))
        && (!word.EndsWord || end == text.Length || !char.IsLetterOrDigit(text[end]));

    private bool Holds(ReadOnlySpan<char> text, int index, int start, int end, WorkBudget budget, out int from)
    {
        RuleWord word = lexicon.Words[index];
        from = start;
        switch (word.Part)
        {
            case RulePart.First:
                Remember(lexicon.RuleOf[index], start, end);
                return false;
            case RulePart.Speaker:
                if (Punctuation.MakesSpeaker(text, start, end))
                {
                    Remember(lexicon.RuleOf[index], start, end);
                }

                return false;
            case RulePart.Second or RulePart.WeakSecond:
                return IsPair(text, word, lexicon.RuleOf[index], start, end, budget, out from);
            case RulePart.Token:
                return Punctuation.StandsAround(text, word.Text, start, end);
            case RulePart.Acronym:
                return IsAcronym(text, word, start, end, budget);
            default:
                return !EndsSentence(text, start, end) && !IsNegated(text[..start], word.Rule);
        }
    }

    private void Remember(int rule, int start, int end) =>
        _firsts[(rule * Remembered) + (_firstCount[rule]++ % Remembered)] = (start, end);

    private bool IsPair(ReadOnlySpan<char> text, RuleWord word, int number, int second, int last, WorkBudget budget, out int from)
    {
        InjectionRule rule = word.Rule;
        Span<char> letters = stackalloc char[rule.Gap];
        int count = _firstCount[number];
        for (int i = count - 1; i >= Math.Max(0, count - Remembered); i--)
        {
            (from, int end) = _firsts[(number * Remembered) + (i % Remembered)];
            if (end > second)
            {
                continue;
            }

            if (second - end > FoldedText.MaxSpan || !budget.Charge(second - end + rule.Gap))
            {
                break;
            }

            int length = FoldedText.Fold(text[end..second], letters, lexicon.Fold);
            if (length < 0)
            {
                break;
            }

            bool isOneSentence = rule.SpansSentences || !SentenceEnds.Any(text[from..second]) || IsChoppedPair(text, rule, (from, end), (second, last));
            if (isOneSentence && Links(rule, word.Part, letters[..length]) && !IsNegated(text[..from], rule))
            {
                return true;
            }
        }

        from = 0;
        return false;
    }

    /// <summary>True when full stops stand between the words of a pair, and nothing that the pair doesn't know.</summary>
    private bool IsChoppedPair(ReadOnlySpan<char> text, InjectionRule rule, (int Start, int End) first, (int Start, int End) second)
    {
        ReadOnlySpan<char> between = text[first.End..second.Start];
        Span<char> letters = stackalloc char[rule.Gap];
        int length = FoldedText.Fold(between[SentenceEnds.RestOfWord(between)..], letters, lexicon.Fold);
        return length >= 0 && IsMadeOf(letters[..length], rule) && SentenceEnds.AreChopped(text, first.Start, second.End);
    }

    private static bool EndsSentence(ReadOnlySpan<char> text, int start, int end) =>
        SentenceEnds.Any(text[start..end]) && !SentenceEnds.AreChopped(text, start, end);

    private static bool Links(InjectionRule rule, RulePart part, ReadOnlySpan<char> between)
    {
        if (part == RulePart.WeakSecond)
        {
            return HoldsAny(between, rule.WeakMarks.Count > 0 ? rule.WeakMarks : rule.Marks) && IsMadeOf(between, rule);
        }

        return HoldsAny(between, rule.Marks) || IsMadeOf(between, rule);
    }

    private static bool HoldsAny(ReadOnlySpan<char> text, IReadOnlyList<string> words)
    {
        for (int i = 0; i < words.Count; i++)
        {
            if (text.Contains(words[i], StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a text can be cut into fillers.</summary>
    private static bool IsMadeOf(ReadOnlySpan<char> text, InjectionRule rule)
    {
        var fillers = rule.Fillers.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<bool> reached = stackalloc bool[text.Length + 1];
        reached.Clear();
        reached[0] = true;
        for (int from = 0; from < text.Length; from++)
        {
            for (int length = 1; reached[from] && length <= Math.Min(MaxFiller, text.Length - from); length++)
            {
                reached[from + length] |= fillers.Contains(text.Slice(from, length));
            }
        }

        return reached[text.Length];
    }

    /// <summary>
    /// True when the text before a phrase ends with words that turn it round, on the same line and in the same clause: spaces may stand
    /// between, and hyphens that join two words. A dash is the end of a clause.
    /// </summary>
    private bool IsNegated(ReadOnlySpan<char> before, InjectionRule rule)
    {
        if (rule.Negators.Count == 0)
        {
            return false;
        }

        Span<char> letters = stackalloc char[MaxFiller];
        int count = 0;
        int i = before.Length;
        ulong edges = 0;
        while (i > 0 && count < MaxFiller)
        {
            char c = before[i - 1];
            string folded = char.IsSurrogate(c) ? "" : lexicon.Fold[new Rune(c)];
            if (folded.Length == 0 && c is not (' ' or '\'' or '\u2019' or '\u00A0') && !IsJoined(before, i - 1))
            {
                break;
            }

            for (int k = folded.Length - 1; k >= 0 && count < MaxFiller; k--)
            {
                letters[MaxFiller - 1 - count++] = folded[k];
            }

            if (i > 1 && !char.IsLetterOrDigit(before[i - 2]) || i == 1)
            {
                edges |= 1UL << count;
            }

            i--;
        }

        ReadOnlySpan<char> read = letters[(MaxFiller - count)..];
        foreach (string negator in rule.Negators)
        {
            if (read.EndsWith(negator, StringComparison.Ordinal) && (edges & (1UL << negator.Length)) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True for a hyphen with a letter right before and right behind it; the phrase itself begins behind the text.</summary>
    private static bool IsJoined(ReadOnlySpan<char> text, int i) =>
        text[i] == '-' && i > 0 && char.IsLetter(text[i - 1]) && (i + 1 == text.Length || char.IsLetter(text[i + 1]));

    private bool IsAcronym(ReadOnlySpan<char> text, RuleWord word, int start, int end, WorkBudget budget)
    {
        foreach (char c in text[start..end])
        {
            if (char.IsLower(c))
            {
                return false;
            }
        }

        bool apart = (start == 0 || !char.IsLetterOrDigit(text[start - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]));
        ReadOnlySpan<char> near = text[Math.Max(0, start - ContextReach)..Math.Min(text.Length, end + ContextReach)];
        Span<char> letters = stackalloc char[(ContextReach * 4) + 64];
        int count = apart && budget.Charge(near.Length) ? FoldedText.Fold(near[..Math.Min(near.Length, ContextReach * 3)], letters, lexicon.Fold) : -1;
        return count >= 0 && HoldsAny(letters[..count], word.Rule.Context);
    }
}
