using k8s;
using Signet.Gateway.Cluster;
using Signet.Gateway.Cluster.Policies;
using Signet.Ledger;
using Signet.Policy.Documents;

namespace Signet.Gateway;

/// <summary>
/// The object of a cluster (a <c>CommitPolicy</c>) that policies are read from, again and again; what checks count survives that. The digest of
/// its policy is that of <c>spec</c> in canonical JSON, as <c>signet policy lint</c> prints it.
/// </summary>
public sealed class GatewayPolicyObject : IDisposable
{
    private readonly GatewayPolicyBuilder _builder;
    private readonly ClusterApi _api;
    private readonly TimeProvider _time;
    private readonly string _gateway;

    /// <summary>Names the object; nothing is read yet.</summary>
    /// <param name="options">Which object it is.</param>
    /// <param name="gateway">The gateway, as events and the object's status name it.</param>
    /// <param name="cluster">How to reach the cluster; its namespace is the object's where none is named.</param>
    /// <param name="registry">The checks that the policy may name.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="ArgumentException">The names aren't names of Kubernetes.</exception>
    public GatewayPolicyObject(
        PolicyObjectOptions options, string gateway, KubernetesClientConfiguration cluster, CheckRegistry registry, TimeProvider time)
        : this(options, gateway, cluster, registry, time, CommitPolicyTimes.Default)
    {
    }

    internal GatewayPolicyObject(
        PolicyObjectOptions options,
        string gateway,
        KubernetesClientConfiguration cluster,
        CheckRegistry registry,
        TimeProvider time,
        CommitPolicyTimes times)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(cluster);
        CommitPolicyReference reference = new(options.Namespace.Length > 0 ? options.Namespace : cluster.Namespace ?? "", options.Name);
        if (!reference.IsValid)
        {
            throw new ArgumentException("A CommitPolicy and its namespace are named as Kubernetes names things.", nameof(options));
        }

        (_builder, _time, _gateway, Times) = (new GatewayPolicyBuilder(registry, time), time, gateway, times);
        _api = new ClusterApi(new Kubernetes(cluster), time);
        Client = new CommitPolicyClient(_api, reference);
    }

    internal CommitPolicyClient Client { get; }

    internal CommitPolicyTimes Times { get; }

    /// <inheritdoc/>
    public void Dispose() => _api.Dispose();

    /// <summary>Makes policies out of what the object holds.</summary>
    /// <exception cref="InvalidDataException">It isn't a policy document.</exception>
    internal GatewayPolicy Build(CommitPolicy policy)
    {
        try
        {
            return _builder.Build(policy.Spec.Span, Digest.Of(policy.Spec.Span), error => error.ToString());
        }
        catch (InvalidDataException exception)
        {
            throw Unusable(exception.Message, exception);
        }
    }

    /// <summary>Reads the object, and tries again for a while where that is no use.</summary>
    internal async Task<GatewayPolicy> LoadAsync(CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        var backoff = new Backoff(Times.Retry, Times.LongestRetry, _time);
        CommitPolicy? refused = null;
        while (true)
        {
            InvalidDataException fault;
            CommitPolicy? policy = null;
            try
            {
                (policy, _) = await Client.ListAsync(cancellationToken);
                return policy is null ? throw Unusable("there is none.", null) : Build(policy);
            }
            catch (InvalidDataException exception)
            {
                fault = exception;
                if (policy is not null && policy.Generation != refused?.Generation)
                {
                    refused = policy;
                    await TellAsync(new CommitPolicyVerdict(policy, exception.Message), cancellationToken);
                }
            }
            catch (ClusterException exception)
            {
                fault = Unusable(exception.Message, exception);
            }

            if (_time.GetElapsedTime(began) >= Times.Start)
            {
                throw fault;
            }

            await backoff.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Says in the status why this gateway doesn't start.</summary>
    private async Task TellAsync(CommitPolicyVerdict verdict, CancellationToken cancellationToken)
    {
        var (seen, entry) = (verdict.Seen, CommitPolicyEntry.Of(_gateway, verdict, "", _time));
        try
        {
            await Client.ApplyEntryAsync(_gateway, entry, seen.Uid, cancellationToken);
            await Client.ApplyConditionAsync(
                CommitPolicyCondition.Of([entry], seen.Generation)! with { LastTransitionTime = entry.RenewTime }, seen.Uid, cancellationToken);
        }
        catch (ClusterException)
        {
            // Then only the gateway's own output says it.
        }
    }

    private InvalidDataException Unusable(string why, Exception? cause) => new($"The {Client.Reference} can't be used: {why}", cause);
}
