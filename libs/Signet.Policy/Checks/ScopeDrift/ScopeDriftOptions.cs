namespace Signet.Policy.Checks.ScopeDrift;

/// <summary>Options of <c>scope_drift</c>.</summary>
public sealed record ScopeDriftOptions
{
    /// <summary><c>default_markers</c>: true, the default, to look for <see cref="DefaultMarkers"/>.</summary>
    public bool UseDefaultMarkers { get; init; } = true;

    /// <summary>
    /// <c>top_secret_in_prose</c>: true, the default, to take the plain words TOP SECRET for a marker wherever they stand.
    /// </summary>
    public bool TopSecretInProse { get; init; } = true;

    /// <summary><c>markers</c>: further ones; at most 1000.</summary>
    public IReadOnlyList<ScopeMarker> Markers { get; init; } = [];

    /// <summary><c>without</c>: default markers to leave out, by their text, for instance <c>(C)</c>.</summary>
    public IReadOnlyList<string> Without { get; init; } = [];
}
