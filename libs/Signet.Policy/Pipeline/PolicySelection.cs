namespace Signet.Policy.Pipeline;

/// <summary>
/// Which requests a named policy is for: those that match every list which isn't empty. A request without a model matches no list of models.
/// </summary>
public sealed record PolicySelection
{
    /// <summary>The policy's name.</summary>
    public required string Policy { get; init; }

    /// <summary>API surfaces, such as <c>openai.chat_completions</c>.</summary>
    public IReadOnlyList<NamePattern> Surfaces { get; init; } = [];

    /// <summary>Models as the caller names them.</summary>
    public IReadOnlyList<NamePattern> Models { get; init; } = [];

    /// <summary>Names of upstreams to which the request will go.</summary>
    public IReadOnlyList<NamePattern> Upstreams { get; init; } = [];

    /// <summary>Owners, as <c>agent:billing</c>, or <c>unresolved</c>.</summary>
    public IReadOnlyList<NamePattern> Owners { get; init; } = [];

    /// <summary>True when the selection can't be made before the owner is known.</summary>
    internal bool NeedsOwner => Owners.Count > 0;

    /// <summary>True when the policy is for this request.</summary>
    internal bool Matches(RequestContext request) =>
        Fits(Surfaces, request.Surface) && Fits(Models, request.Model) && Fits(Upstreams, request.Upstream)
        && (Owners.Count == 0 || NamePattern.Any(Owners, request.Owner.ToString()));

    private static bool Fits(IReadOnlyList<NamePattern> patterns, string? name) => patterns.Count == 0 || NamePattern.Any(patterns, name);
}
