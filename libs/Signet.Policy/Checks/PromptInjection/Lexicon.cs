using Signet.Policy.Matching;
using Signet.Policy.Text;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>All words of the rules that are folded in the same way, and the automaton that finds them. Immutable.</summary>
internal sealed class Lexicon
{
    internal Lexicon(IEnumerable<RuleWord> words, TextFold fold)
    {
        Words = [.. words];
        Fold = fold;
        Rules = [.. Words.Select(word => word.Rule).Distinct()];
        Dictionary<InjectionRule, int> numbers = Rules.Select((rule, i) => (rule, i)).ToDictionary(pair => pair.rule, pair => pair.i);
        RuleOf = [.. Words.Select(word => numbers[word.Rule])];
        MaxLetters = Words.GroupBy(word => word.Rule).Select(words => MostLetters(words.Key, [.. words])).DefaultIfEmpty().Max();
        Automaton = new WordAutomaton([.. Words.Select(word => word.Folded)], fold);
    }

    private Lexicon(Lexicon rules, string[] others)
    {
        Merged = rules.Merged;
        (Words, Fold, Rules, RuleOf) = (rules.Words, rules.Fold, rules.Rules, rules.RuleOf);
        MaxLetters = Math.Max(rules.MaxLetters, others.Max(other => other.Length));
        Automaton = new WordAutomaton([.. Words.Select(word => word.Folded), .. others], Fold);
    }

    /// <summary>The automaton finds others behind these.</summary>
    internal RuleWord[] Words { get; }

    internal InjectionRule[] Rules { get; }

    /// <summary>For each word the number of its rule.</summary>
    internal int[] RuleOf { get; }

    /// <summary>The letters of the longest text for which a rule may hold, with what may negate it.</summary>
    internal int MaxLetters { get; }

    internal WordAutomaton Automaton { get; }

    internal TextFold Fold { get; }

    /// <summary>The same words for texts with letters that stand for several Latin ones, or null when that makes no difference.</summary>
    internal Lazy<Lexicon>? Merged { get; init; }

    /// <summary>The same, folded once more.</summary>
    internal Lexicon Refold(TextFold fold)
    {
        Dictionary<InjectionRule, InjectionRule> rules = Rules.ToDictionary(rule => rule, rule => rule.Refold(fold));
        return new(Words.Select(word => word with { Rule = rules[word.Rule], Folded = fold.Fold(word.Folded) }), fold);
    }

    /// <summary>The same, with words that are no rule's.</summary>
    /// <param name="others">Folded; none is empty.</param>
    internal Lexicon With(string[] others) => new(this, others);

    private static int MostLetters(InjectionRule rule, IReadOnlyList<RuleWord> words)
    {
        int Longest(params RulePart[] parts) => words.Where(word => parts.Contains(word.Part)).Select(word => word.Folded.Length).DefaultIfEmpty().Max();

        return RuleScanner.MaxFiller + Math.Max(
            Longest(RulePart.First, RulePart.Speaker) + rule.Gap + Longest(RulePart.Second, RulePart.WeakSecond),
            Longest(RulePart.Phrase, RulePart.Token, RulePart.Acronym));
    }
}
