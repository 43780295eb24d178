using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>
/// Looks at the log while the worker waits: reports the lag, and wakes the worker when another writer has taken over, whose first segment is
/// worth an anchor at once.
/// </summary>
internal sealed class AnchorWatch(IAnchorLog log, AnchorLag lag, AnchorerOptions options, TimeProvider time)
{
    private TaskCompletionSource _newLeader = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long? _epoch;

    /// <summary>Completes when another writer has taken over since the last <see cref="Settle"/>.</summary>
    public Task NewLeader => Volatile.Read(ref _newLeader).Task;

    /// <summary>The worker has looked at the newest checkpoint, whoever wrote it.</summary>
    public void Settle()
    {
        if (NewLeader.IsCompleted)
        {
            Volatile.Write(ref _newLeader, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }
    }

    public async Task RunAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(options.WatchInterval, time, stoppingToken);
                await LookAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The worker asks too and says so.
                lag.Tell();
            }
        }
    }

    /// <summary>What the log says now, in bounded time.</summary>
    public async Task<AnchorDuty?> LookAsync(CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.LogTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        AnchorDuty? duty = await log.GetDutyAsync(linked.Token);
        lag.Saw(duty);
        if (duty is not null)
        {
            if (_epoch is { } known && duty.Epoch > known)
            {
                NewLeaderSource.TrySetResult();
            }

            _epoch = duty.Epoch;
        }

        return duty;
    }

    private TaskCompletionSource NewLeaderSource => Volatile.Read(ref _newLeader);
}
