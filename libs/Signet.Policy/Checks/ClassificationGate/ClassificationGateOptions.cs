using Signet.Policy.Classification;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>Options of <c>classification_gate</c>.</summary>
public sealed record ClassificationGateOptions
{
    /// <summary><c>lattice</c>: the labels there are. The default is that of the United States.</summary>
    public ClassificationLattice Lattice { get; init; } = ClassificationLattice.UnitedStates;

    /// <summary><c>default_classification</c>: the label of data of which nothing is said; null, the default, for the lowest.</summary>
    public ClassificationLabel? DefaultClassification { get; init; }

    /// <summary><c>default_clearance</c>: the clearance of callers of whom nothing is said; null, the default, for the lowest.</summary>
    public ClassificationLabel? DefaultClearance { get; init; }

    /// <summary><c>read_markings</c>: true to look for markings in the request's text; the default is false.</summary>
    public bool ReadMarkings { get; init; }

    /// <summary><c>on_higher_marking</c>: what one above the declared label means; the default is block.</summary>
    public HigherMarking OnHigherMarking { get; init; }

    /// <summary><c>top_secret_in_prose</c>: true to take level names in prose for markings; the default is false.</summary>
    public bool TopSecretInProse { get; init; }
}
