using System.Collections.Frozen;

namespace Signet.Policy.Classification;

/// <summary>Makes the words of a lattice.</summary>
internal static class LatticeWords
{
    /// <summary>In a list of audiences: nobody at all.</summary>
    internal const string Nobody = "NOBODY";

    /// <summary>A name without its spaces.</summary>
    internal static string Fold(string name) => name.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>All words of a lattice.</summary>
    /// <exception cref="ArgumentException">Two things have one name, or something names what isn't there.</exception>
    internal static FrozenDictionary<string, LatticeWord> Of(LatticeDefinition definition)
    {
        Dictionary<string, LatticeWord> words = new(StringComparer.Ordinal)
        {
            ["REL"] = new(LatticeWordKind.ReleaseTo, 0, default),
            ["RELTO"] = new(LatticeWordKind.ReleaseTo, 0, default),
            [Nobody] = new(LatticeWordKind.Audience, 0, default),
        };
        if (definition.Home is not null)
        {
            words["DISPLAYONLY"] = new(LatticeWordKind.DisplayOnly, 0, default);
        }

        for (int rank = 0; rank < definition.Levels.Count; rank++)
        {
            foreach (string name in definition.Levels[rank].Aliases.Prepend(definition.Levels[rank].Name))
            {
                bool isTerm = definition.LevelTerms.Contains(name);
                Add(words, name, new(isTerm ? LatticeWordKind.LevelTerm : LatticeWordKind.Level, rank, default));
            }
        }

        for (int term = 0; term < definition.Terms.Count; term++)
        {
            foreach (string name in definition.Terms[term].Aliases.Prepend(definition.Terms[term].Name))
            {
                Add(words, name, new(LatticeWordKind.Term, term, default));
            }
        }

        int single = 0;
        foreach (LatticeAudience audience in definition.Audiences.Where(audience => audience.Members.Count == 0))
        {
            Add(words, audience.Name, new(LatticeWordKind.Audience, 0, MemberSet.Of(single++)));
        }

        foreach (LatticeAudience group in definition.Audiences.Where(audience => audience.Members.Count > 0))
        {
            Add(words, group.Name, new(LatticeWordKind.Audience, 0, Audiences(words, group.Members)));
        }

        foreach (LatticeReleasability word in definition.Releasabilities)
        {
            foreach (string name in word.Aliases.Prepend(word.Name))
            {
                Add(words, name, new(LatticeWordKind.Releasability, 0, Audiences(words, word.Audiences)));
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }

    internal static int LevelOf(FrozenDictionary<string, LatticeWord> words, string name) =>
        words.TryGetValue(Fold(name), out LatticeWord word) && word.Kind is LatticeWordKind.Level or LatticeWordKind.LevelTerm
            ? word.Rank
            : throw new ArgumentException($"{name} is no level.", nameof(name));

    internal static int TermOf(FrozenDictionary<string, LatticeWord> words, string name) =>
        words.TryGetValue(Fold(name), out LatticeWord word) && word.Kind == LatticeWordKind.Term
            ? word.Rank
            : throw new ArgumentException($"{name} is no compartment.", nameof(name));

    private static MemberSet Audiences(Dictionary<string, LatticeWord> words, IReadOnlyList<string> names)
    {
        MemberSet set = default;
        foreach (string name in names)
        {
            set |= words.TryGetValue(Fold(name), out LatticeWord word) && word.Kind == LatticeWordKind.Audience
                ? word.Audience
                : throw new ArgumentException($"{name} is no audience.", nameof(names));
        }

        return set;
    }

    private static void Add(Dictionary<string, LatticeWord> words, string name, LatticeWord word)
    {
        if (!words.TryAdd(Fold(name), word))
        {
            throw new ArgumentException($"{name} stands twice.", nameof(name));
        }
    }
}
