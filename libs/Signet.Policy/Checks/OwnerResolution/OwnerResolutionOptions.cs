namespace Signet.Policy.Checks.OwnerResolution;

/// <summary>Options of <c>owner_resolution</c>.</summary>
public sealed record OwnerResolutionOptions
{
    /// <summary>
    /// <c>require_owner</c>: true, the default, blocks a request for which nobody answers; false lets it pass as
    /// <c>policy:unattributed</c>.
    /// </summary>
    public bool RequireOwner { get; init; } = true;

    /// <summary><c>source</c>: where the owner is learnt from. The default is header fields.</summary>
    public OwnerSource Source { get; init; }

    /// <summary>
    /// <c>on_claim</c>: with <see cref="OwnerSource.Workload"/>, true, the default, blocks a request whose header fields name another
    /// owner than the workload; false lets it pass as the workload's and records what they named.
    /// </summary>
    public bool BlockClaims { get; init; } = true;
}
