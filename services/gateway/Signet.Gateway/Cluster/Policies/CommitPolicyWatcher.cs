using System.Net;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;

namespace Signet.Gateway.Cluster.Policies;

/// <summary>
/// Follows the object that holds the policy: lists it, watches it from there, and lists it again where the API server has forgotten how far
/// that was. What it holds is put into force at once and whole. An object that can't be used, is gone, or can't be looked at changes
/// nothing: the policies in force stay, and the readiness page says so.
/// </summary>
internal sealed partial class CommitPolicyWatcher(
    GatewayPolicySource source,
    PolicySwitch policySwitch,
    CommitPolicyReporter reporter,
    TimeProvider time,
    SignetMetrics metrics,
    ILogger<CommitPolicyWatcher> logger) : BackgroundService
{
    // What is wrong with the object, and what with the way to it. Only the loop uses them, but for what it puts into the source.
    private string? _documentFault;
    private string? _connectionFault;

    // The last spec that was put into force or refused, with the object's identity.
    private (string Uid, ReadOnlyMemory<byte> Spec)? _handled;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (source.Object is not { } policy)
        {
            return;
        }

        var backoff = new Backoff(policy.Times.Retry, policy.Times.LongestRetry, time);
        string? version = null;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                version ??= await ListAsync(policy, stoppingToken);
                version = await WatchAsync(policy, version, backoff, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (ClusterException exception) when (exception.Status == HttpStatusCode.Gone)
            {
                // Nothing is wrong: the API server keeps versions for some minutes only.
                version = null;
            }
            catch (Exception exception)
            {
                // Where it broke isn't known, so the object is listed again: nothing that happened meanwhile is missed.
                version = null;
                Lost(exception is ClusterException ? exception.Message : exception.GetType().Name);
            }

            await backoff.WaitAsync(stoppingToken);
        }
    }

    private async Task<string> ListAsync(GatewayPolicyObject policy, CancellationToken cancellationToken)
    {
        var (listed, version) = await policy.Client.ListAsync(cancellationToken);
        Found();
        Handle(policy, listed);
        return version;
    }

    private async Task<string> WatchAsync(GatewayPolicyObject policy, string version, Backoff backoff, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        var at = version;
        await foreach (var change in policy.Client.WatchAsync(version, policy.Times.Watch, cancellationToken))
        {
            at = change.ResourceVersion;
            backoff.Reset();
            if (!change.IsBookmark)
            {
                Handle(policy, change.Policy);
            }
        }

        if (time.GetElapsedTime(began) >= policy.Times.Settled)
        {
            backoff.Reset();
        }

        return at;
    }

    private void Handle(GatewayPolicyObject policy, CommitPolicy? seen)
    {
        if (seen is null)
        {
            if (_handled is not null || _documentFault is null)
            {
                _documentFault = policySwitch.Try(() => throw new InvalidDataException($"The {policy.Client.Reference} is gone."));
            }

            _handled = null;
        }
        else if (_handled is not { } handled || handled.Uid != seen.Uid || !handled.Spec.Span.SequenceEqual(seen.Spec.Span))
        {
            // What gateways write into the status changes the object too, and comes here as often as they write.
            _documentFault = policySwitch.Try(() => policy.Build(seen));
            _handled = (seen.Uid, seen.Spec);
        }

        if (seen is not null)
        {
            metrics.PolicySeen(seen.Generation, _documentFault is null);
        }

        reporter.See(seen is null ? null : new CommitPolicyVerdict(seen, _documentFault));
        source.Fault = _documentFault ?? _connectionFault;
    }

    private void Lost(string fault)
    {
        if (_connectionFault is null)
        {
            Log.Lost(logger, fault);
        }

        _connectionFault = fault;
        source.Fault = _documentFault ?? _connectionFault;
        metrics.PolicyWatched(false);
    }

    private void Found()
    {
        if (_connectionFault is not null)
        {
            Log.Found(logger);
        }

        _connectionFault = null;
        source.Fault = _documentFault;
        metrics.PolicyWatched(true);
    }

    private static partial class Log
    {
        [LoggerMessage(222, LogLevel.Warning, "The policy's object can't be watched; the policies in force stay. {Fault}")]
        public static partial void Lost(ILogger logger, string fault);

        [LoggerMessage(223, LogLevel.Information, "The policy's object is watched again.")]
        public static partial void Found(ILogger logger);
    }
}
