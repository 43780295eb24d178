using System.Globalization;
using k8s;
using k8s.Autorest;
using k8s.Exceptions;

namespace Signet.Cli.Diagnosis;

/// <summary>Asks the API server, as the pod's account or as the kubeconfig says.</summary>
internal sealed class ClusterAccess(DoctorOptions options)
{
    /// <summary>What everything about the cluster belongs to.</summary>
    public const string Area = "cluster";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What a refused question about a kind of objects says.</summary>
    public static Finding Refused(int status, string kind) => status == 404
        ? Finding.Skipped(Area, $"the cluster knows no {kind}", "Nothing, where none is used.")
        : Finding.Failure(Area, string.Create(CultureInfo.InvariantCulture, $"the API server answers {status} for {kind}"), $"Allow list on {kind}.");

    /// <summary>The answer; else the status that refuses it, or what there is to do before anybody answers.</summary>
    /// <param name="ask">Asks in a namespace.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ClusterAnswer<T>> AskAsync<T>(Func<Kubernetes, string, Task<T>> ask, CancellationToken cancellationToken)
    {
        try
        {
            var configuration = options.Kubeconfig is null && KubernetesClientConfiguration.IsInCluster()
                ? KubernetesClientConfiguration.InClusterConfig()
                : KubernetesClientConfiguration.BuildConfigFromConfigFile(options.Kubeconfig);
            configuration.HttpClientTimeout = Patience;
            using var cluster = new Kubernetes(configuration);
            return new ClusterAnswer<T>(await ask(cluster, options.Namespace ?? configuration.Namespace ?? "default"), null, null);
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode is { } status)
        {
            return new ClusterAnswer<T>(default, (int)status, null);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ClusterAnswer<T>(default, null, Finding.Failure(Area, "the API server doesn't answer", "Check the kubeconfig and the way to the API server."));
        }
        catch (Exception exception) when (exception is HttpRequestException or KubeConfigException or IOException or UnauthorizedAccessException or ArgumentException or FormatException or YamlDotNet.Core.YamlException)
        {
            return new ClusterAnswer<T>(default, null, Finding.Failure(Area, $"the cluster can't be asked: {exception.Message}", "Give a kubeconfig that works with --kubeconfig."));
        }
    }
}
