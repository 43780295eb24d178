using System.Text;

namespace Signet.Policy.Classification;

/// <summary>All that a lattice is made of. Names are upper-case words that may hold spaces, hyphens and underscores.</summary>
internal sealed record LatticeDefinition
{
    /// <summary>The lowest first; at least one.</summary>
    internal required IReadOnlyList<LatticeLevel> Levels { get; init; }

    internal IReadOnlyList<LatticeTerm> Terms { get; init; } = [];

    internal IReadOnlyList<LatticeAudience> Audiences { get; init; } = [];

    internal IReadOnlyList<LatticeReleasability> Releasabilities { get; init; } = [];

    /// <summary>Names of levels that also stand among the terms of a marking, where they raise its level.</summary>
    internal IReadOnlyList<string> LevelTerms { get; init; } = [];

    /// <summary>The audience that every REL TO list has whether it says so or not, or null.</summary>
    internal string? Home { get; init; }

    /// <summary>
    /// Words that count in lower case behind a level of one letter, or null for all of 3 letters and more: <c>s // nd</c> is a division.
    /// </summary>
    internal IReadOnlyList<string>? LooseWords { get; init; }

    /// <summary>Words that count behind <c>//</c> without a level, and the level that they then stand for.</summary>
    internal IReadOnlyList<string> LoneWords { get; init; } = [];

    /// <summary>The level that a word without one stands for, or null.</summary>
    internal string? LoneLevel { get; init; }

    /// <summary>Names of levels that count wherever they stand, each with the position of its rarest letter.</summary>
    internal IReadOnlyList<(string Name, int Rarest)> ProseLevels { get; init; } = [];

    /// <summary>True when level names count in lower case too, where nothing but slashes follows or parentheses surround them.</summary>
    internal bool AnyCase { get; init; }

    /// <summary>Two lattices of one text are the same.</summary>
    internal string Describe()
    {
        StringBuilder text = new();
        foreach (LatticeLevel level in Levels)
        {
            text.Append('L').Append(level.Name).Append('=').AppendJoin('|', level.Aliases).Append(level.RaisesWithCompartment ? '+' : ';');
        }

        foreach (LatticeTerm term in Terms)
        {
            text.Append('T').Append(term.Name).Append('=').AppendJoin('|', term.Aliases).Append('>').AppendJoin('|', term.Implies)
                .Append('@').Append(term.MinLevel).Append(term.IsCompartment ? '+' : ';');
        }

        foreach (LatticeAudience audience in Audiences)
        {
            text.Append('A').Append(audience.Name).Append('=').AppendJoin('|', audience.Members).Append(';');
        }

        foreach (LatticeReleasability word in Releasabilities)
        {
            text.Append('R').Append(word.Name).Append('=').AppendJoin('|', word.Aliases).Append('>').AppendJoin('|', word.Audiences).Append(';');
        }

        return text.Append('H').Append(Home).Append('S').AppendJoin('|', LevelTerms).Append(AnyCase).ToString();
    }
}
