using System.Net;
using System.Text.Json;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Signet.Auditor.Election;

/// <summary>The Lease in a cluster, through its API server.</summary>
internal sealed class KubernetesLease(IKubernetes cluster, LeaseOptions options) : ILeaseStore
{
    public Task<V1Lease?> ReadAsync(CancellationToken cancellationToken) => AskAsync(
        () => cluster.CoordinationV1.ReadNamespacedLeaseAsync(options.Name, options.Namespace, cancellationToken: cancellationToken),
        HttpStatusCode.NotFound,
        cancellationToken);

    public Task<V1Lease?> CreateAsync(V1LeaseSpec spec, CancellationToken cancellationToken)
    {
        var lease = new V1Lease
        {
            ApiVersion = $"{V1Lease.KubeGroup}/{V1Lease.KubeApiVersion}",
            Kind = V1Lease.KubeKind,
            Metadata = new V1ObjectMeta { Name = options.Name, NamespaceProperty = options.Namespace },
            Spec = spec,
        };
        return AskAsync(
            () => cluster.CoordinationV1.CreateNamespacedLeaseAsync(lease, options.Namespace, cancellationToken: cancellationToken),
            HttpStatusCode.Conflict,
            cancellationToken);
    }

    public async Task<V1Lease?> ReplaceAsync(V1Lease seen, V1LeaseSpec spec, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(seen.Metadata?.ResourceVersion))
        {
            // Without a version an API server replaces whatever is there.
            throw new LeaseStoreException("The Lease was read without a version.");
        }

        var lease = new V1Lease { ApiVersion = seen.ApiVersion, Kind = seen.Kind, Metadata = seen.Metadata, Spec = spec };
        return await AskAsync(
            () => cluster.CoordinationV1.ReplaceNamespacedLeaseAsync(lease, options.Name, options.Namespace, cancellationToken: cancellationToken),
            HttpStatusCode.Conflict,
            cancellationToken,
            HttpStatusCode.NotFound).ConfigureAwait(false);
    }

    private static async Task<V1Lease?> AskAsync(
        Func<Task<V1Lease>> ask, HttpStatusCode no, CancellationToken cancellationToken, HttpStatusCode? alsoNo = null)
    {
        try
        {
            return await ask().ConfigureAwait(false) is { Metadata: not null } lease
                ? lease
                : throw new LeaseStoreException("The API server's answer is no Lease.");
        }
        catch (HttpOperationException exception) when (exception.Response?.StatusCode is { } status)
        {
            return status == no || status == alsoNo
                ? null
                : throw new LeaseStoreException($"The API server answered {(int)status}.", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseStoreException("The API server did not answer in time.", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or JsonException or FormatException)
        {
            throw new LeaseStoreException("The API server can't be reached, or its answer not be read.", exception);
        }
    }
}
