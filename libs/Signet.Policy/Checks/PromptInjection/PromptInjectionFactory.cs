using Signet.Policy.Documents;
using Signet.Policy.Matching;
using Signet.Policy.Pipeline;

namespace Signet.Policy.Checks.PromptInjection;

/// <summary>Reads <c>prompt_injection</c> from a policy document.</summary>
internal static class PromptInjectionFactory
{
    private static readonly (string Word, Decision Value)[] Actions =
        [("block", Decision.Block), ("escalate", Decision.Escalate), ("allow", Decision.Allow)];

    internal static Func<CheckEnvironment, ICheck> Create(OptionReader reader)
    {
        List<InjectionPhrase> phrases = ReadPhrases(reader);
        Decision action = reader.Choice("action", Decision.Block, ("block", Decision.Block), ("escalate", Decision.Escalate));
        SourceTreatment standard = new()
        {
            High = action,
            Medium = reader.Choice("medium", Decision.Escalate, Actions),
            Low = reader.Choice("low", Decision.Allow, Actions),
        };
        PromptInjectionOptions defaults = new();
        PromptInjectionOptions options = new()
        {
            UseDefaultPhrases = reader.Flag("default_phrases", true),
            Phrases = phrases,
            Default = standard,
            Sources = ReadSources(reader, standard),
            Decode = reader.Flag("decode", true),
            MaxDepth = reader.Number("max_depth", 1, PromptInjectionOptions.MostDepth, defaults.MaxDepth),
            MaxWorkKib = reader.Number("max_work_kib", 64, 1024 * 1024, defaults.MaxWorkKib),
            OnBudget = reader.Choice("on_budget", Decision.Block, Actions),
        };
        if (!options.UseDefaultPhrases && phrases.Count == 0)
        {
            reader.Error("phrases", "is empty and the default phrases are off");
        }

        if (!options.Decode)
        {
            reader.Warn("decode", "is off: anything in Base64 passes");
        }

        if (options.OnBudget == Decision.Allow)
        {
            reader.Warn("on_budget", "is allow: whoever sends enough encoded text is looked at no further");
        }

        return _ => new PromptInjectionCheck(options);
    }

    private static List<InjectionPhrase> ReadPhrases(OptionReader reader)
    {
        List<InjectionPhrase> phrases = [];
        HashSet<char> characters = [];
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

        return phrases;
    }

    private static Dictionary<ContentSource, SourceTreatment> ReadSources(OptionReader reader, SourceTreatment standard)
    {
        Dictionary<ContentSource, SourceTreatment> sources = [];
        foreach ((string name, OptionReader entry) in reader.Map("sources", 6))
        {
            SourceTreatment treatment = ReadTreatment(entry, standard) with { Inspect = entry.Flag("inspect", true) };
            if (SourceNames.Find(name) is { } source)
            {
                sources[source] = treatment;
            }
            else
            {
                reader.Error("sources", "knows user, system, assistant, tool_result, retrieved and tool_definition");
            }

            if (!treatment.Inspect)
            {
                entry.Warn("inspect", "is false: nobody reads that source");
            }
        }

        return sources;
    }

    private static SourceTreatment ReadTreatment(OptionReader reader, SourceTreatment standard) => standard with
    {
        High = reader.Choice("high", standard.High, Actions),
        Medium = reader.Choice("medium", standard.Medium, Actions),
        Low = reader.Choice("low", standard.Low, Actions),
    };
}
