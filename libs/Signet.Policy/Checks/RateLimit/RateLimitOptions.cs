using Signet.Policy.Limits;

namespace Signet.Policy.Checks.RateLimit;

/// <summary>Options of <c>rate_limit</c>.</summary>
internal sealed record RateLimitOptions
{
    /// <summary><c>by</c>: what requests must have in common to share a limit.</summary>
    public LimitScope Scope { get; init; } = LimitScope.Owner;

    /// <summary>The limit of everybody that no other is for.</summary>
    public RateAllowance Default { get; init; } = new();

    /// <summary><c>limits</c>: the first that is for an owner counts.</summary>
    public IReadOnlyList<RateAllowance> Limits { get; init; } = [];

    /// <summary><c>max_keys</c>: about how many limits are kept apart at once.</summary>
    public int MaxKeys { get; init; } = LimitOptions.DefaultKeys;
}
