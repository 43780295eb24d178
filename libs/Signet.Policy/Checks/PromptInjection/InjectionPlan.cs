using System.Text;
using Signet.Policy.Matching;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>What a check looks for, in the form in which the search needs it.</summary>
internal sealed class InjectionPlan
{
    internal InjectionPlan(PromptInjectionOptions options)
    {
        UseRules = options.UseDefaultPhrases;
        Decode = options.Decode;
        MaxDepth = options.MaxDepth;
        MaxWork = options.MaxWorkKib * 1024L;
        Treatments = [.. Enum.GetValues<ContentSource>().Order().Select(source => options.Sources.GetValueOrDefault(source) ?? options.Default)];
        Phrases = options.Phrases.Count > 0 ? new PhraseList(options.Phrases) : null;
        MaxLetters = Math.Max(
            Math.Max(RuleSet.BuiltIn.Latin.MaxLetters, RuleSet.BuiltIn.Other.MaxLetters), options.Phrases.Select(phrase => phrase.Text.Length).DefaultIfEmpty().Max());
        Latin = UseRules && Phrases is { Folded: { } folded } ? RuleSet.BuiltIn.Latin.With(folded) : RuleSet.BuiltIn.Latin;
    }

    /// <summary>Words of the rules in Latin script, and the policy's phrases where they can be looked for in the same pass.</summary>
    internal Lexicon Latin { get; }

    /// <summary>The letters of the longest text that can be a finding.</summary>
    internal int MaxLetters { get; }

    internal bool UseRules { get; }

    internal bool Decode { get; }

    internal int MaxDepth { get; }

    /// <summary>In characters.</summary>
    internal long MaxWork { get; }

    /// <summary>By source.</summary>
    internal SourceTreatment[] Treatments { get; }

    internal PhraseList? Phrases { get; }

    /// <summary>The policy's own phrases.</summary>
    internal sealed class PhraseList
    {
        internal PhraseList(IReadOnlyList<InjectionPhrase> phrases)
        {
            Literals = [.. phrases.Select(phrase => new Literal(Literal.Fold(phrase.Text), phrase.WholeWords, phrase.WholeWords))];
            Rules = [.. phrases.Select(phrase => new InjectionRule { Label = phrase.Label, Severity = Severity.High, IsIndirect = false })];
            Automaton = new LiteralAutomaton([.. Literals.Select(literal => literal.Text)]);
            Lexicon latin = RuleSet.BuiltIn.Latin;
            string[] folded = [.. phrases.Select(phrase => latin.Fold.Fold(phrase.Text))];
            bool fit = phrases.All(phrase => Ascii.IsValid(phrase.Text)) && folded.All(phrase => phrase.Length > 0)
                && latin.Automaton.HasRoomFor(folded);
            Folded = fit ? folded : null;
        }

        /// <summary>
        /// The phrases folded as rules in Latin script are: a plain text that holds none of these holds no phrase. Null when that isn't so.
        /// </summary>
        internal string[]? Folded { get; }

        internal Literal[] Literals { get; }

        internal InjectionRule[] Rules { get; }

        internal LiteralAutomaton Automaton { get; }
    }
}
