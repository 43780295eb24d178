using System.Collections.Frozen;

namespace Signet.Policy.Classification;

/// <summary>Writes labels in one form: the level, the compartments, then categories, controls and releasability.</summary>
internal static class LabelWriter
{
    private const string Unknown = "UNRECOGNIZED";

    internal static string Write(
        LatticeDefinition definition, FrozenDictionary<string, LatticeWord> words, MemberSet[] implied, ClassificationLabel label)
    {
        List<string> compartments = [];
        List<string> others = [];
        MemberSet shown = label.Held;
        for (int term = 0; term < implied.Length; term++)
        {
            shown = label.Held.Contains(term) ? shown.Without(implied[term].Without(MemberSet.Of(term))) : shown;
        }

        for (int term = 0; term < implied.Length; term++)
        {
            if (shown.Contains(term))
            {
                (definition.Terms[term].IsCompartment ? compartments : others).Add(definition.Terms[term].Name);
            }
        }

        if (label.Held.Contains(ClassificationLattice.UnknownTerm))
        {
            others.Add(Unknown);
        }

        if (label.Audience is { } audience)
        {
            others.Add(Releasability(definition, words, audience));
        }

        string text = definition.Levels[label.Level].Name;
        text = compartments.Count == 0 ? text : text + "//" + string.Join('/', compartments);
        return others.Count == 0 ? text : text + "//" + string.Join('/', others);
    }

    private static string Releasability(LatticeDefinition definition, FrozenDictionary<string, LatticeWord> words, MemberSet audience)
    {
        foreach (LatticeReleasability word in definition.Releasabilities)
        {
            if (words[LatticeWords.Fold(word.Name)].Audience == audience)
            {
                return word.Name;
            }
        }

        // Groups stand for their members where all of them are there, the largest first.
        List<string> names = [];
        MemberSet left = audience;
        foreach ((string name, MemberSet members) in definition.Audiences
            .Select(entry => (entry.Name, words[LatticeWords.Fold(entry.Name)].Audience))
            .OrderByDescending(entry => entry.Audience.Count()))
        {
            if (!members.IsEmpty && left.Contains(members))
            {
                names.Add(name);
                left = left.Without(members);
            }
        }

        // A list of release always has the home audience; one without it can only say who a caller is.
        bool isCaller = !audience.IsEmpty && definition.Home is { } home && !audience.Contains(words[home].Audience);
        return isCaller ? string.Join('/', names) : "REL TO " + (names.Count == 0 ? LatticeWords.Nobody : string.Join(", ", names));
    }
}
