namespace Signet.Policy.Checks.OwnerResolution;

/// <summary>Options of <c>owner_resolution</c>.</summary>
public sealed record OwnerResolutionOptions
{
    /// <summary>
    /// <c>require_owner</c>: true, the default, blocks a request for which nobody answers; false lets it pass as
    /// <c>policy:unattributed</c>.
    /// </summary>
    public bool RequireOwner { get; init; } = true;
}
