using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Signet.Policy.Classification.Marking;

namespace Signet.Policy.Classification;

/// <summary>
/// The labels that data and callers can have, and how they are ordered: a chain of levels, times the sets of what must be held, times
/// the sets of those who may see. Two lattices of the same definition are equal. Immutable.
/// </summary>
public sealed class ClassificationLattice : IEquatable<ClassificationLattice>
{
    /// <summary>Stands for whatever a marking in a text names and the lattice doesn't know: nobody holds it.</summary>
    internal const int UnknownTerm = MemberSet.Capacity - 1;

    private readonly LatticeDefinition _definition;
    private readonly string _identity;
    private readonly MemberSet[] _implied;
    private readonly int[] _minLevels;
    private readonly MemberSet _compartments;
    private readonly FrozenDictionary<string, ClassificationLabel> _bare;
    private readonly Lazy<MarkingVocabulary> _markings;

    /// <summary>Makes the lattice.</summary>
    /// <exception cref="ArgumentException">Two things have one name, something names what isn't there, or a term implies itself.</exception>
    internal ClassificationLattice(LatticeDefinition definition)
    {
        _definition = definition;
        _identity = definition.Describe();
        Words = LatticeWords.Of(definition);
        _minLevels = [.. definition.Terms.Select(term => term.MinLevel is { } name ? LatticeWords.LevelOf(Words, name) : 0)];
        _implied = Implied(definition);
        for (int term = 0; term < _implied.Length; term++)
        {
            _compartments |= definition.Terms[term].IsCompartment ? MemberSet.Of(term) : default;
        }

        _bare = Words.Where(word => word.Value.Kind is LatticeWordKind.Level or LatticeWordKind.LevelTerm)
            .ToFrozenDictionary(word => word.Key, word => new ClassificationLabel(this, word.Value.Rank, default, null), StringComparer.Ordinal);
        Home = definition.Home is { } home ? Words[LatticeWords.Fold(home)].Audience : default;
        Lowest = new ClassificationLabel(this, 0, default, null);
        _markings = new Lazy<MarkingVocabulary>(() => new MarkingVocabulary(this));
    }

    /// <summary>The markings of the United States: UNCLASS, CUI, CONFIDENTIAL, SECRET, TS, TS_SCI with their compartments and controls.</summary>
    public static ClassificationLattice UnitedStates { get; } = new(UnitedStatesDefinition.Value);

    /// <summary>The label that every other dominates.</summary>
    public ClassificationLabel Lowest { get; }

    /// <summary>Whom every list of release holds.</summary>
    internal MemberSet Home { get; }

    internal LatticeDefinition Definition => _definition;

    /// <summary>All words of labels, folded.</summary>
    internal FrozenDictionary<string, LatticeWord> Words { get; }

    /// <summary>What markings in text are recognised by.</summary>
    internal MarkingVocabulary Markings => _markings.Value;

    /// <summary>
    /// Reads a label, such as <c>TOP SECRET//SI/TK//NOFORN</c>, after NFKC, trimming and upper-casing. Nothing is guessed: a text with one
    /// word that isn't known, the empty one included, is no label.
    /// </summary>
    /// <exception cref="InvalidOperationException">Unicode normalization doesn't work here.</exception>
    public bool TryParse(string? text, LabelUse use, [NotNullWhen(true)] out ClassificationLabel? label)
    {
        label = null;

        // Names as they should be need no second look; all others are brought into that form.
        return text is not null && (_bare.TryGetValue(text, out label) || LabelParser.TryParse(this, text, use, out label));
    }

    /// <summary>True when both have the same definition.</summary>
    public bool Equals(ClassificationLattice? other) =>
        ReferenceEquals(this, other) || (other is not null && string.Equals(_identity, other._identity, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassificationLattice);

    /// <inheritdoc/>
    public override int GetHashCode() => _identity.GetHashCode(StringComparison.Ordinal);

    internal string LevelName(int level) => _definition.Levels[level].Name;

    /// <summary>Adds what a label implies: terms that come with others, and the lowest level that they stand at.</summary>
    internal (int Level, MemberSet Held) Close(int level, MemberSet held)
    {
        if (held.IsEmpty)
        {
            return (level, held);
        }

        MemberSet closed = held;
        for (int term = 0; term < _implied.Length; term++)
        {
            if (held.Contains(term))
            {
                closed |= _implied[term];
            }
        }

        for (int term = 0; term < _implied.Length; term++)
        {
            if (closed.Contains(term))
            {
                level = Math.Max(level, _minLevels[term]);
            }
        }

        return (_definition.Levels[level].RaisesWithCompartment && closed.Overlaps(_compartments) ? level + 1 : level, closed);
    }

    internal string Write(ClassificationLabel label) => LabelWriter.Write(_definition, Words, _implied, label);

    /// <summary>For each term, all that it implies, over any number of steps.</summary>
    /// <exception cref="ArgumentException">A term implies itself.</exception>
    private MemberSet[] Implied(LatticeDefinition definition)
    {
        MemberSet[] implied =
        [
            .. definition.Terms.Select(term => term.Implies.Aggregate(
                default(MemberSet), (set, name) => set | MemberSet.Of(LatticeWords.TermOf(Words, name)))),
        ];
        for (int through = 0; through < implied.Length; through++)
        {
            for (int term = 0; term < implied.Length; term++)
            {
                if (implied[term].Contains(through))
                {
                    implied[term] |= implied[through];
                }
            }
        }

        for (int term = 0; term < implied.Length; term++)
        {
            if (implied[term].Contains(term))
            {
                throw new ArgumentException($"{definition.Terms[term].Name} implies itself.", nameof(definition));
            }
        }

        return implied;
    }
}
