using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Signet.Auditor.Election;

/// <summary>
/// Renews the lease until it is disposed, or until that has failed for the renew deadline, or another holds it. The deadline has a timer of
/// its own, so that an API server that never answers ends the term like one that refuses.
/// </summary>
internal sealed partial class LeaseTerm : IWriterTerm
{
    private readonly LeaseOptions _options;
    private readonly ILeaseStore _leases;
    private readonly string _identity;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly ITimer _deadline;
    private readonly Task _renewing;
    private V1Lease _lease;
    private long _renewed;

    /// <param name="options">The lease's times.</param>
    /// <param name="leases">Where the Lease is.</param>
    /// <param name="identity">How this process signs it.</param>
    /// <param name="lease">The Lease as it was taken.</param>
    /// <param name="asked">The time stamp from before it was asked for.</param>
    /// <param name="time">For deadline and pauses.</param>
    /// <param name="logger">Told how it ends.</param>
    public LeaseTerm(
        LeaseOptions options, ILeaseStore leases, string identity, V1Lease lease, long asked, TimeProvider time, ILogger logger)
    {
        (_options, _leases, _identity, _lease, _renewed, _time, _logger) = (options, leases, identity, lease, asked, time, logger);
        _deadline = time.CreateTimer(_ => EndIfDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        SetDeadline();
        _renewing = RenewAsync(_disposing.Token);
    }

    public CancellationToken Ended => _ended.Token;

    public bool IsRunning => !_ended.IsCancellationRequested && Remaining > TimeSpan.Zero;

    private TimeSpan Remaining => _options.RenewDeadline - _time.GetElapsedTime(Volatile.Read(ref _renewed));

    /// <summary>Gives the lease back if it is still held. Nothing depends on it: whoever waits takes it once it has run out.</summary>
    public async ValueTask DisposeAsync()
    {
        StopRenewing();
        await _renewing.ConfigureAwait(false);
        if (IsRunning)
        {
            await GiveBackAsync().ConfigureAwait(false);
        }

        await _deadline.DisposeAsync().ConfigureAwait(false);
        _disposing.Dispose();
        _ended.Dispose();
    }

    private async Task RenewAsync(CancellationToken disposing)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(disposing, _ended.Token);
        var cancelled = either.Token;
        try
        {
            while (true)
            {
                await PauseAsync(cancelled).ConfigureAwait(false);
                try
                {
                    if (!await TryRenewAsync(cancelled).ConfigureAwait(false))
                    {
                        EndAsTaken();
                        return;
                    }
                }
                catch (LeaseStoreException exception)
                {
                    Log.NotRenewed(_logger, _options.Name, exception.Message);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The term ends, one way or the other.
        }
    }

    /// <summary>Ends at once when it is cancelled; a delay of the framework's goes on by way of another thread, whenever there is one.</summary>
    private async Task PauseAsync(CancellationToken cancellationToken)
    {
        var over = new TaskCompletionSource();
        await using var timer = _time.CreateTimer(_ => over.TrySetResult(), null, _options.RetryPeriod, Timeout.InfiniteTimeSpan).ConfigureAwait(false);
        using var cancelling = cancellationToken.UnsafeRegister((_, token) => over.TrySetCanceled(token), null);
        await over.Task.ConfigureAwait(false);
    }

    /// <summary>Renews the lease; false when it is another's.</summary>
    private async Task<bool> TryRenewAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var asked = _time.GetTimestamp();
            var renewed = await _leases.ReplaceAsync(_lease, LeaseSpecs.Renewed(_lease.Spec, _time.GetUtcNow()), either.Token).ConfigureAwait(false);
            if (renewed is null)
            {
                // Another's, or ours in a version that we haven't seen: of a renewal whose answer was lost, or with a label that somebody put on it.
                if (await _leases.ReadAsync(either.Token).ConfigureAwait(false) is not { } lease || lease.Spec?.HolderIdentity != _identity)
                {
                    return false;
                }

                _lease = lease;
                asked = _time.GetTimestamp();
                renewed = await _leases.ReplaceAsync(lease, LeaseSpecs.Renewed(lease.Spec, _time.GetUtcNow()), either.Token).ConfigureAwait(false);
            }

            if (renewed is not null)
            {
                _lease = renewed;
                Volatile.Write(ref _renewed, asked);
                SetDeadline();
            }

            return true;
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LeaseStoreException("The API server did not answer in time.", exception);
        }
    }

    private async Task GiveBackAsync()
    {
        using var limit = new CancellationTokenSource(_options.AttemptTimeout, _time);
        try
        {
            var given = await _leases.ReplaceAsync(_lease, LeaseSpecs.GivenBack(_lease.Spec, _time.GetUtcNow()), limit.Token).ConfigureAwait(false);

            // A renewal whose answer was lost leaves a newer version.
            if (given is null && await _leases.ReadAsync(limit.Token).ConfigureAwait(false) is { } lease && lease.Spec?.HolderIdentity == _identity)
            {
                given = await _leases.ReplaceAsync(lease, LeaseSpecs.GivenBack(lease.Spec, _time.GetUtcNow()), limit.Token).ConfigureAwait(false);
            }

            if (given is not null)
            {
                Log.GivenBack(_logger, _options.Name);
            }
        }
        catch (Exception exception) when (exception is LeaseStoreException or OperationCanceledException)
        {
            Log.NotGivenBack(_logger, _options.Name);
        }
    }

    private void StopRenewing() => _disposing.Cancel();

    private void EndAsTaken()
    {
        Log.Taken(_logger, _options.Name);
        _ended.Cancel();
    }

    private void SetDeadline()
    {
        var remaining = Remaining;
        _deadline.Change(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    private void EndIfDue()
    {
        if (Remaining > TimeSpan.Zero)
        {
            // A renewal came between.
            SetDeadline();
            return;
        }

        Log.RanOut(_logger, _options.Name);
        _ended.Cancel();
    }

    private static partial class Log
    {
        [LoggerMessage(1033, LogLevel.Warning, "The Lease {Name} was not renewed; trying again. {Reason}")]
        public static partial void NotRenewed(ILogger logger, string name, string reason);

        [LoggerMessage(1034, LogLevel.Error, "The Lease {Name} could not be renewed in time; this auditor stops writing.")]
        public static partial void RanOut(ILogger logger, string name);

        [LoggerMessage(1035, LogLevel.Error, "The Lease {Name} is another's; this auditor stops writing.")]
        public static partial void Taken(ILogger logger, string name);

        [LoggerMessage(1036, LogLevel.Information, "Gave back the Lease {Name}.")]
        public static partial void GivenBack(ILogger logger, string name);

        [LoggerMessage(1037, LogLevel.Warning, "The Lease {Name} was not given back; it runs out by itself.")]
        public static partial void NotGivenBack(ILogger logger, string name);
    }
}
