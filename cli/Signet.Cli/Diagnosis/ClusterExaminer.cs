using System.Globalization;
using System.Runtime.CompilerServices;
using k8s;

namespace Signet.Cli.Diagnosis;

/// <summary>The auditors' Lease in a cluster: is there one, who holds it, is it renewed.</summary>
internal sealed class ClusterExaminer(DoctorOptions options, ClusterAccess cluster, TimeProvider time) : IExaminer
{
    public string Area => ClusterAccess.Area;

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return options.Lease is { } lease
            ? await AskAsync(lease, cancellationToken)
            : Finding.Skipped(Area, "no Lease was given", "Where several auditors compete, give --lease NAME and, outside the cluster, --kubeconfig.");
    }

    private async Task<Finding> AskAsync(string name, CancellationToken cancellationToken)
    {
        var (lease, status, fault) = await cluster.AskAsync(
            (api, space) => api.CoordinationV1.ReadNamespacedLeaseAsync(name, space, cancellationToken: cancellationToken), cancellationToken);
        return fault ?? (status is { } refused
            ? Finding.Failure(
                Area, string.Create(CultureInfo.InvariantCulture, $"the API server answers {refused} for the Lease {name}"),
                refused == 404 ? "Check --lease and --namespace; an auditor with auditor.replicas 2 makes it." : "Allow get on leases in the namespace.")
            : Judge(name, lease!.Spec?.HolderIdentity, lease.Spec?.RenewTime, lease.Spec?.LeaseDurationSeconds));
    }

    internal Finding Judge(string name, string? holder, DateTime? renewed, int? seconds)
    {
        var age = renewed is { } at ? time.GetUtcNow() - new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : (TimeSpan?)null;
        return holder is { Length: > 0 } && age < TimeSpan.FromSeconds(seconds ?? 15)
            ? Finding.Good(Area, $"{holder} holds the Lease {name}")
            : Finding.Failure(Area, $"nobody holds the Lease {name}", "Look at the auditors' logs: none writes.");
    }
}
