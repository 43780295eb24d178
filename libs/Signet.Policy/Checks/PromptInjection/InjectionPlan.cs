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
        Filter = new WordFilter(RuleSet.BuiltIn.Latin, Phrases is { IsFilterable: true } ? options.Phrases.Select(FoldForFilter) : []);
    }

    /// <summary>Tells which texts need no search for words.</summary>
    internal WordFilter Filter { get; }

    internal bool UseRules { get; }

    internal bool Decode { get; }

    internal int MaxDepth { get; }

    /// <summary>In characters.</summary>
    internal long MaxWork { get; }

    /// <summary>By source.</summary>
    internal SourceTreatment[] Treatments { get; }

    internal PhraseList? Phrases { get; }

    private static string FoldForFilter(InjectionPhrase phrase) => RuleSet.BuiltIn.Latin.Fold.Fold(phrase.Text);

    /// <summary>The policy's own phrases.</summary>
    internal sealed class PhraseList
    {
        internal PhraseList(IReadOnlyList<InjectionPhrase> phrases)
        {
            Literals = [.. phrases.Select(phrase => new Literal(Literal.Fold(phrase.Text), phrase.WholeWords, phrase.WholeWords))];
            Rules = [.. phrases.Select(phrase => new InjectionRule { Label = phrase.Label, Severity = Severity.High, IsIndirect = false })];
            Automaton = new LiteralAutomaton([.. Literals.Select(literal => literal.Text)]);
            IsFilterable = phrases.All(phrase => Ascii.IsValid(phrase.Text) && FoldForFilter(phrase).Length >= WordFilter.MinLetters);
        }

        /// <summary>True when in plain text the filter tells where none of them is.</summary>
        internal bool IsFilterable { get; }

        internal Literal[] Literals { get; }

        internal InjectionRule[] Rules { get; }

        internal LiteralAutomaton Automaton { get; }
    }
}
