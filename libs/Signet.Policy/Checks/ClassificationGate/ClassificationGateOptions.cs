using Signet.Policy.Classification;

namespace Signet.Policy.Checks.ClassificationGate;

/// <summary>Options of <c>classification_gate</c>.</summary>
public sealed record ClassificationGateOptions
{
    /// <summary><c>default_classification</c>: the level of data of which nothing is said. The default is UNCLASS.</summary>
    public ClassificationLevel DefaultClassification { get; init; }

    /// <summary><c>default_clearance</c>: the clearance of callers of whom nothing is said. The default is UNCLASS.</summary>
    public ClassificationLevel DefaultClearance { get; init; }
}
