using Signet.Policy.Classification;

namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>Options of <c>scope_drift</c>.</summary>
public sealed record ScopeDriftOptions
{
    /// <summary><c>lattice</c>: the labels there are; null, the default, for those that the request's label belongs to.</summary>
    public ClassificationLattice? Lattice { get; init; }

    /// <summary><c>default_markers</c>: true, the default, to look for the markings of the lattice.</summary>
    public bool UseDefaultMarkers { get; init; } = true;

    /// <summary>
    /// <c>top_secret_in_prose</c>: true, the default, to take the plain words TOP SECRET for a marker wherever they stand.
    /// </summary>
    public bool TopSecretInProse { get; init; } = true;

    /// <summary><c>compare</c>: what of a marking must not be above the request's; the default is the whole label.</summary>
    public DriftComparison Compare { get; init; }

    /// <summary><c>markers</c>: further ones; at most 1000.</summary>
    public IReadOnlyList<ScopeMarker> Markers { get; init; } = [];

    /// <summary><c>without</c>: default markers to leave out, by their text, for instance <c>(C)</c>.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];

    /// <summary>
    /// <c>token_tolerance_percent</c>: how much longer than the tokens that the request allows one text of the answer may be, in percent;
    /// 0, the default, for any length.
    /// </summary>
    public int TokenTolerancePercent { get; init; }

    /// <summary><c>chars_per_token</c>: how many characters count as a token; 1 to 64.</summary>
    public int CharsPerToken { get; init; } = 4;
}
