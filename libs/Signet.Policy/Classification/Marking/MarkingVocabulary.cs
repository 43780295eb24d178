using System.Buffers;

namespace Signet.Policy.Classification.Marking;

/// <summary>The words of a lattice, as markings in text are recognised by. Immutable.</summary>
internal sealed class MarkingVocabulary
{
    private readonly bool[] _first = new bool[128];
    private readonly bool[] _afterSlash = new bool[128];

    internal MarkingVocabulary(ClassificationLattice lattice)
    {
        Lattice = lattice;
        LatticeDefinition definition = lattice.Definition;
        List<LevelWord> levels = [];
        for (int rank = 0; rank < definition.Levels.Count; rank++)
        {
            foreach (string name in definition.Levels[rank].Aliases.Prepend(definition.Levels[rank].Name))
            {
                string folded = LatticeWords.Fold(name);
                LevelTrie.Add(folded, levels.Count);
                levels.Add(new LevelWord(name, folded.Length, rank));
                _first[folded[0]] = _first[char.ToLowerInvariant(folded[0])] = true;
                int slash = folded.IndexOf('/', StringComparison.Ordinal);
                _afterSlash[slash < 0 ? 0 : folded[slash + 1]] |= slash >= 0;
            }
        }

        Levels = [.. levels];
        List<TermWord> terms = [];
        foreach ((string folded, LatticeWord word) in lattice.Words.Where(word => word.Value.Kind != LatticeWordKind.Level))
        {
            bool isLoose = definition.LooseWords?.Any(name => LatticeWords.Fold(name) == folded) ?? folded.Length >= 3;
            TermTrie.Add(folded, terms.Count);
            terms.Add(new TermWord(word.Kind == LatticeWordKind.ReleaseTo ? "REL" : folded, word, isLoose));
        }

        Terms = [.. terms];
        Lone = [.. definition.LoneWords.Select(LatticeWords.Fold)];
        LoneRank = definition.LoneLevel is { } lone ? lattice.Words[LatticeWords.Fold(lone)].Rank : 0;
        Prose = [.. definition.ProseLevels.Select(entry => Find(lattice, entry.Name, entry.Rarest))];
        string anchors = string.Concat(Prose.Select(word => word.Folded[word.Anchor])) + "/(";
        Anchors = MarkingAlphabet.StartsOf(anchors);
        AsciiAnchors = SearchValues.Create(anchors + anchors.ToLowerInvariant());
    }

    internal ClassificationLattice Lattice { get; }

    internal WordTrie LevelTrie { get; } = new();

    internal WordTrie TermTrie { get; } = new();

    internal LevelWord[] Levels { get; }

    internal TermWord[] Terms { get; }

    /// <summary>Words that need no level.</summary>
    internal string[] Lone { get; }

    internal int LoneRank { get; }

    internal ProseWord[] Prose { get; }

    /// <summary>Every marking has one of these.</summary>
    internal SearchValues<char> Anchors { get; }

    /// <summary>Those of them that are ASCII.</summary>
    internal SearchValues<char> AsciiAnchors { get; }

    internal bool AnyCase => Lattice.Definition.AnyCase;

    /// <summary>True when the name of a level goes on with this letter behind a slash.</summary>
    internal bool GoesOnAfterSlash(char c) => c >= 128 || _afterSlash[char.ToUpperInvariant(c)];

    /// <summary>True when the name of a level starts with this ASCII letter.</summary>
    internal bool StartsLevel(char c) => _first[c];

    /// <summary>
    /// False when the letters beside a letter tell that it belongs to another word: most do. True for all that isn't a letter of ASCII.
    /// </summary>
    internal bool MayBeMarking(ReadOnlySpan<char> text, int at)
    {
        char c = text[at];
        if (!char.IsAsciiLetter(c))
        {
            return true;
        }

        char before = at > 0 ? text[at - 1] : ' ';
        char behind = at + 1 < text.Length ? text[at + 1] : ' ';
        foreach (ProseWord word in Prose)
        {
            if (word.Folded[word.Anchor] == (c & ~0x20)
                && (!char.IsAsciiLetter(before) || (word.Anchor > 0 && (before & ~0x20) == word.Folded[word.Anchor - 1]))
                && (!char.IsAsciiLetter(behind) || (behind & ~0x20) == word.Folded[word.Anchor + 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static ProseWord Find(ClassificationLattice lattice, string name, int rarest)
    {
        string folded = LatticeWords.Fold(name);
        return new ProseWord(name, folded, rarest, new ClassificationLabel(lattice, lattice.Words[folded].Rank, default, null));
    }
}
