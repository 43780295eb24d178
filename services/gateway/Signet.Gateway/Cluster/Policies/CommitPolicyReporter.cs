using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Signet.Gateway.Cluster.Policies;

/// <summary>
/// Tells in the object's status which policy this gateway runs, keeps that entry fresh, and takes away those of gateways that are gone. Nothing
/// depends on it: a status that can't be written is said once, and requests are decided as before.
/// </summary>
internal sealed partial class CommitPolicyReporter(
    GatewayPolicySource source, IOptions<GatewayOptions> options, TimeProvider time, ILogger<CommitPolicyReporter> logger) : BackgroundService
{
    private readonly SemaphoreSlim _signal = new(0, 1);
    private volatile CommitPolicyVerdict? _verdict;
    private bool _isFailing;

    // When the own entry was written last, and into which object.
    private (long At, string Uid)? _written;

    /// <summary>The object has been seen; null when it is gone.</summary>
    public void See(CommitPolicyVerdict? verdict)
    {
        _verdict = verdict;
        try
        {
            _signal.Release();
        }
        catch (SemaphoreFullException)
        {
            // The look that is due already sees this.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (source.Object is { } policy && _written is not null && _verdict is { } verdict)
        {
            using var limit = new CancellationTokenSource(policy.Times.Farewell, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                await policy.Client.ApplyEntryAsync(options.Value.ProducerId, null, verdict.Seen.Uid, either.Token);
            }
            catch (Exception exception) when (exception is ClusterException or OperationCanceledException)
            {
                // Another gateway takes the entry away.
            }
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        _signal.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (source.Object is not { } policy)
        {
            return;
        }

        var pace = new Backoff(policy.Times.Pace, policy.Times.Renew, time);
        var silent = new SilentGateways(policy.Times.Stale, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            await SignalledAsync(policy.Times.Renew, stoppingToken);
            if (_verdict is { } verdict)
            {
                try
                {
                    await ReportAsync(policy, verdict, silent, stoppingToken);
                    _isFailing = false;
                    pace.Reset();
                }
                catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
                {
                    if (!_isFailing)
                    {
                        Log.NotWritten(logger, exception is ClusterException ? exception.Message : exception.GetType().Name);
                    }

                    _isFailing = true;
                }
            }

            await pace.WaitAsync(stoppingToken);
        }
    }

    private async Task ReportAsync(
        GatewayPolicyObject policy, CommitPolicyVerdict verdict, SilentGateways silent, CancellationToken cancellationToken)
    {
        var (seen, own) = (verdict.Seen, Own(verdict));
        var others = seen.Entries.Where(entry => entry.Name != own.Name).ToList();
        var standing = seen.Entries.FirstOrDefault(entry => entry.Name == own.Name);
        var isDue = _written is not { } written || written.Uid != seen.Uid || time.GetElapsedTime(written.At) >= policy.Times.Renew;
        if (isDue || !own.SaysTheSame(standing))
        {
            await policy.Client.ApplyEntryAsync(own.Name, own, seen.Uid, cancellationToken);
            _written = (time.GetTimestamp(), seen.Uid);
        }

        var gone = silent.Look(others);
        if (CommitPolicyCondition.Of(others.Except(gone).Append(own), seen.Generation) is { } condition
            && condition != (seen.Condition is { } now ? now with { LastTransitionTime = "" } : null))
        {
            var since = seen.Condition is { } before && before.Status == condition.Status ? before.LastTransitionTime : "";
            await policy.Client.ApplyConditionAsync(
                condition with { LastTransitionTime = since.Length > 0 ? since : CommitPolicyEntry.Now(time) }, seen.Uid, cancellationToken);
        }

        if (gone.Count > 0)
        {
            // One at a time: what is taken away moves the others, and the next look sees them anew.
            await policy.Client.RemoveEntryAsync(seen, gone[0], cancellationToken);
        }
    }

    private CommitPolicyEntry Own(CommitPolicyVerdict verdict) =>
        CommitPolicyEntry.Of(options.Value.ProducerId, verdict, source.Current.Sha256.ToString(), time);

    private async Task SignalledAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await _signal.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The entry is to be renewed.
        }
    }

    private static partial class Log
    {
        [LoggerMessage(224, LogLevel.Warning, "The policy's status can't be written; still trying. {Fault}")]
        public static partial void NotWritten(ILogger logger, string fault);
    }
}
