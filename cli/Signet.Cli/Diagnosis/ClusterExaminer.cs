using System.Globalization;
using System.Runtime.CompilerServices;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;

namespace Signet.Cli.Diagnosis;

/// <summary>The auditors' Lease in a cluster: is there one, who holds it, is it renewed.</summary>
internal sealed class ClusterExaminer(DoctorOptions options, TimeProvider time) : IExaminer
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string Area => "cluster";

    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return options.Lease is { } lease
            ? await AskAsync(lease, cancellationToken)
            : Finding.Skipped(Area, "no Lease was given", "Where several auditors compete, give --lease NAME and, outside the cluster, --kubeconfig.");
    }

    private async Task<Finding> AskAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = options.Kubeconfig is null && KubernetesClientConfiguration.IsInCluster()
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig);
            configuration.HttpClientTimeout = Patience;
            using var cluster = new Kubernetes(configuration);
            var space = options.Namespace ?? configuration.Namespace ?? "default";
            var lease = await cluster.CoordinationV1.ReadNamespacedLeaseAsync(name, space, cancellationToken: cancellationToken);
            return Judge(name, lease.Spec?.HolderIdentity, lease.Spec?.RenewTime, lease.Spec?.LeaseDurationSeconds);
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode is { } status)
        {
            return Finding.Failure(
                Area, string.Create(CultureInfo.InvariantCulture, $"the API server answers {(int)status} for the Lease {name}"),
                status == System.Net.HttpStatusCode.NotFound ? "Check --lease and --namespace; an auditor with auditor.replicas 2 makes it." : "Allow get on leases in the namespace.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Finding.Failure(Area, "the API server doesn't answer", "Check the kubeconfig and the way to the API server.");
        }
        catch (Exception exception) when (exception is HttpRequestException or KubeConfigException or IOException or UnauthorizedAccessException or ArgumentException or FormatException or YamlDotNet.Core.YamlException)
        {
            return Finding.Failure(Area, $"the cluster can't be asked: {exception.Message}", "Give a kubeconfig that works with --kubeconfig.");
        }
    }

    internal Finding Judge(string name, string? holder, DateTime? renewed, int? seconds)
    {
        var age = renewed is { } at ? time.GetUtcNow() - new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)) : (TimeSpan?)null;
        return holder is { Length: > 0 } && age < TimeSpan.FromSeconds(seconds ?? 15)
            ? Finding.Good(Area, $"{holder} holds the Lease {name}")
            : Finding.Failure(Area, $"nobody holds the Lease {name}", "Look at the auditors' logs: none writes.");
    }
}
