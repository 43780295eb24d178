using Signet.Gateway.Forwarding;

namespace Signet.Gateway.Cluster.Workloads;

/// <summary>What the settings for workloads must be like.</summary>
internal static class WorkloadRules
{
    private static readonly string[] CredentialFields = ["Authorization", "x-api-key"];

    /// <summary>Returns every fault.</summary>
    /// <param name="options">The gateway's options.</param>
    /// <param name="hasCluster">True where there is a cluster to ask.</param>
    public static IEnumerable<string> Check(GatewayOptions options, bool hasCluster)
    {
        var workload = options.Workload;
        if (!Enum.IsDefined(workload.Source))
        {
            yield return "Workload:Source must be None, Own or Callers.";
        }

        if (workload.Source == WorkloadSource.Own && OwnWorkload.Read(workload.TokenPath) is null)
        {
            yield return "Workload:TokenPath must name a file with a projected token of a service account.";
        }

        if (workload.Source != WorkloadSource.Callers)
        {
            yield break;
        }

        if (!hasCluster)
        {
            yield return "Workload:Source Callers needs a cluster whose API server reviews tokens.";
        }

        if (workload.Audience is not { Length: > 0 and <= 256 })
        {
            yield return "Workload:Audience must have 1 to 256 characters.";
        }

        if (workload.ReviewLifetime < TimeSpan.FromSeconds(1) || workload.ReviewLifetime > TimeSpan.FromMinutes(10))
        {
            yield return "Workload:ReviewLifetime must lie between 1 second and 10 minutes.";
        }

        var isCredential = CredentialFields.Contains(workload.Header, StringComparer.OrdinalIgnoreCase);
        if (!isCredential && !workload.Header.Equals(WorkloadOptions.DefaultHeader, StringComparison.OrdinalIgnoreCase))
        {
            yield return $"Workload:Header must be {WorkloadOptions.DefaultHeader}, Authorization or x-api-key.";
        }

        if (isCredential && !UpstreamRules.HoldsAllKeys(options))
        {
            yield return "Workload:Header can be a field for keys only where every upstream has a key of the gateway's, or CallerKey drop.";
        }
    }
}
