namespace Signet.Policy.Checks.OwnerResolution;

/// <summary>Where <c>owner_resolution</c> learns who answers for a request.</summary>
public enum OwnerSource
{
    /// <summary>From header fields: whoever the caller says.</summary>
    Headers,

    /// <summary>From the cluster: the workload that the request comes from, whatever the caller says.</summary>
    Workload,
}
