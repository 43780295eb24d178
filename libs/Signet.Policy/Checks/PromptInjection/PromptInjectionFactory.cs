using Signet.Policy.Documents;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Reads <c>prompt_injection</c> from a policy document.</summary>
internal static class PromptInjectionFactory
{
    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        List<InjectionPhrase> phrases = [];
        HashSet<char> characters = [.. DefaultPhrases.All.SelectMany(phrase => Literal.Fold(phrase.Text))];
        foreach (OptionReader entry in reader.Objects("phrases", 1000))
        {
            InjectionPhrase phrase = new(entry.RequiredText("label", 64), entry.RequiredText("text", 256), entry.Flag("whole_words", false));
            if (!PromptInjectionCheck.IsLabel(phrase.Label))
            {
                entry.Error("label", "must match [a-z][a-z0-9_]{0,63}");
            }

            string folded = Literal.Fold(phrase.Text);
            characters.UnionWith(folded);
            if (folded.Length < PromptInjectionCheck.MinPhraseLength || characters.Count > PromptInjectionCheck.MaxCharacters)
            {
                entry.Error("text", "is too short, or brings more than 255 different characters into the list");
            }

            phrases.Add(phrase);
        }

        PromptInjectionOptions options = new()
        {
            Action = reader.Choice("action", Decision.Block, ("block", Decision.Block), ("escalate", Decision.Escalate)),
            UseDefaultPhrases = reader.Flag("default_phrases", true),
            Phrases = phrases,
        };
        if (!options.UseDefaultPhrases && phrases.Count == 0)
        {
            reader.Error("phrases", "is empty and the default phrases are off");
        }

        return _ => new PromptInjectionCheck(options);
    }
}
