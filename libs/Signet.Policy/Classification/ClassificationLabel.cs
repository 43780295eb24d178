namespace Signet.Policy.Classification;

/// <summary>
/// How sensitive data are, or what a caller may see: a level, what must be held, and who may see it. Labels of one lattice are ordered:
/// one dominates another when its level is as high, it holds at least as much and goes to no more audiences. Immutable.
/// </summary>
public sealed class ClassificationLabel : IEquatable<ClassificationLabel>
{
    private readonly MemberSet? _audience;
    private string? _text;

    internal ClassificationLabel(ClassificationLattice lattice, int level, MemberSet held, MemberSet? audience)
    {
        Lattice = lattice;
        (Level, Held) = lattice.Close(level, held);
        _audience = audience;
    }

    /// <summary>The lattice that it belongs to.</summary>
    public ClassificationLattice Lattice { get; }

    /// <summary>The level's name.</summary>
    public string LevelName => Lattice.LevelName(Level);

    /// <summary>The level's rank; the lowest is 0.</summary>
    internal int Level { get; }

    internal MemberSet Held { get; }

    /// <summary>Those who may see it, or null for everybody.</summary>
    internal MemberSet? Audience => _audience;

    /// <summary>True when what <paramref name="other"/> says of data permits no more than this does. Labels of two lattices never compare.</summary>
    public bool Dominates(ClassificationLabel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Lattice.Equals(other.Lattice)
            && Level >= other.Level
            && Held.Contains(other.Held)
            && (other._audience is not { } wide || (_audience is { } narrow && wide.Contains(narrow)));
    }

    /// <summary>The least label that dominates both.</summary>
    /// <exception cref="ArgumentException">The other label is of another lattice.</exception>
    public ClassificationLabel Join(ClassificationLabel other)
    {
        RequireSameLattice(other);
        if (Dominates(other))
        {
            return this;
        }

        MemberSet? audience = _audience is { } mine && other._audience is { } theirs ? mine & theirs : _audience ?? other._audience;
        return new ClassificationLabel(Lattice, Math.Max(Level, other.Level), Held | other.Held, audience);
    }

    /// <summary>The greatest label that both dominate.</summary>
    /// <exception cref="ArgumentException">The other label is of another lattice.</exception>
    public ClassificationLabel Meet(ClassificationLabel other)
    {
        RequireSameLattice(other);
        MemberSet? audience = _audience is { } mine && other._audience is { } theirs ? mine | theirs : null;
        return new ClassificationLabel(Lattice, Math.Min(Level, other.Level), Held & other.Held, audience);
    }

    /// <summary>The same label; of another instance, or of another that means the same.</summary>
    public bool Equals(ClassificationLabel? other) =>
        ReferenceEquals(this, other) || (other is not null && Dominates(other) && other.Dominates(this));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassificationLabel);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Level, Held, _audience);

    /// <summary>The label as the lattice writes it, such as <c>TS_SCI//SI/TK//NOFORN</c>; reading it gives the same label.</summary>
    public override string ToString() => _text ??= Lattice.Write(this);

    private void RequireSameLattice(ClassificationLabel other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Lattice.Equals(other.Lattice))
        {
            throw new ArgumentException("The label is of another lattice.", nameof(other));
        }
    }
}
