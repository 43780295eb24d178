using CsCheck;
using Signet.Policy.Checks.PromptInjection;
using Signet.Policy.Pipeline;
using Signet.Policy.Tests.Decoding;

namespace Signet.Policy.Tests.Checks.PromptInjection;

/// <summary>What the prefilters leave out, the search without them wouldn't have found either: of every rule, and of a policy's phrases.</summary>
public sealed class PrefilterTests
{
    private const int Iterations = 200;

    // Decoders leave out runs so short that chance writes them.
    private const int MinLength = 24;

    // They are looked for with the words of the rules in Latin script alone.
    private static readonly string[] Ciphers = ["rot13", "caesar 5", "caesar 21", "atbash", "reversed", "reversed rot13"];

    private static readonly InjectionPhrase[] Own =
    [
        new("own", "project nightingale"), new("own", "Opal Falcon"), new("own", "4 eyes only"), new("own", "stra\u00DFe der falken"),
        new("own", "\u043F\u0440\u043E\u0435\u043A\u0442 \u0441\u043E\u043B\u043E\u0432\u0435\u0439"), new("own", "marl", WholeWords: true),
    ];

    private static readonly string[] Prose =
    [
        "", "Here is the note of today: ", "Hello,\nplease read this before noon.\n", "The river is calm, and the bridge is open to all. ",
        "for (int i = 0; i < n; i++) { sum += a[i]; }\n", "Bitte \u00FCbersetze das f\u00FCr mich: ", "\u041F\u0440\u0438\u0432\u0435\u0442! ",
        "{\"id\":17,\"note\":\"", "https://example.com/a?b=", "2026-01-10T08:10:00Z INFO ",
    ];

    [Fact]
    public void Admit_WithPrefilter_FindsWhatTheFullSearchFinds()
    {
        PromptInjectionCheck full = new(new() { Phrases = Own, MaxDepth = 3, MaxWorkKib = 1024, OnBudget = Decision.Allow });
        PromptInjectionCheck filtered = new(new() { Phrases = Own });
        string[] nestable = [.. Encodings.Nestable.Keys];
        string[] all = [.. Encodings.Nestable.Keys, .. Encodings.Plain.Keys];
        string[] withoutCiphers = [.. all.Except(Ciphers)];
        Gen<string> noise = Gen.Char["abcdefghij KLMNOP012345.,:/+=-\n"].Array[0, 40].Select(chars => new string(chars));
        Gen<string> around = Gen.Select(OneOf(Prose), noise, Gen.Bool, (prose, chars, first) => first ? prose + chars : chars + prose);
        Gen<(string Text, string Inner)> phrase = Gen.OneOf(
            Gen.Select(OneOf(Texts(RuleSet.BuiltIn.Latin)), OneOf(all)),
            Gen.Select(OneOf(Texts(RuleSet.BuiltIn.Other)), OneOf(withoutCiphers)),
            Gen.Select(OneOf([.. Own.Select(own => own.Text)]), OneOf(withoutCiphers)));
        int found = 0;
        Gen.Select(phrase, Gen.Bool, OneOf(nestable).Array[0, 2], around, around).Sample(
            (hidden, upper, outer, before, after) =>
            {
                string said = hidden.Text.Length < MinLength ? "Please read this: " + hidden.Text + ", thank you." : hidden.Text;
                string text = upper ? said.ToUpperInvariant() : said;

                // A digit right in front would put the octets of hexadecimal text out of step.
                string request = before + "\"" + outer.Aggregate(Encode(hidden.Inner, text), (encoded, name) => Encode(name, encoded)) + "\"" + after;
                Decision without = Admit(full, request, prefilter: false);
                Interlocked.Add(ref found, without == Decision.Allow ? 0 : 1);
                Assert.True(Admit(filtered, request, prefilter: true) >= without, request);
            },
            iter: Iterations);
        Assert.True(found > Iterations / 4, $"only {found} were found at all");
    }

    /// <summary>A text for each word of a list: a pair with what has to stand between its halves.</summary>
    private static string[] Texts(Lexicon lexicon) =>
    [
        .. lexicon.Words.Where(word => word.Part is RulePart.Phrase or RulePart.Token && !word.Rule.IsIndirect).Select(Written),
        .. lexicon.Words.Where(word => word.Part == RulePart.Acronym).Select(word => "act as " + word.Text),
        .. lexicon.Words.Where(word => word.Part is RulePart.Second or RulePart.WeakSecond && !word.Rule.IsIndirect).SelectMany(second => lexicon.Words
            .Where(first => first.Rule == second.Rule && first.Part is RulePart.First or RulePart.Speaker)
            .Select(first => Written(first) + (first.Part == RulePart.Speaker ? ": " : " ") + Between(second) + " " + Written(second))),
    ];

    private static string Written(RuleWord word) => word.Part == RulePart.Token ? word.Text : word.Text.Trim('_');

    private static string Between(RuleWord second)
    {
        IReadOnlyList<string> marks = second.Part == RulePart.WeakSecond && second.Rule.WeakMarks.Count > 0 ? second.Rule.WeakMarks : second.Rule.Marks;
        return marks.FirstOrDefault(second.Rule.Fillers.Contains) ?? (marks.Count > 0 ? marks[0] : "");
    }

    private static Gen<string> OneOf(string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static string Encode(string name, string text) =>
        (Encodings.Nestable.TryGetValue(name, out Func<string, string>? nestable) ? nestable : Encodings.Plain[name])(text);

    private static Decision Admit(PromptInjectionCheck check, string text, bool prefilter) =>
        check.Admit(Requests.With(text), prefilter, CancellationToken.None).Result.Decision;
}
