using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Messaging;

namespace Signet.Anchorer;

/// <summary>
/// Has due checkpoints time-stamped for as long as the host runs. No failure here, of an authority or of the auditor, ends it or
/// holds up anything else: an anchor is late, and the lag says so.
/// </summary>
/// <remarks>
/// :: Step 1: Wait for a duty; let entries gather, and keep the interval to the last round that was chained. After a failed round wait
/// for a time that doubles instead. When another writer has taken over the log, a duty is acted on at once.
/// :: Step 2: Ask for the duty again, since it names the newest checkpoint, and run a round on it.
/// :: Step 3: On shutdown run one last round, in bounded time, if a duty stands. Where authorities were asked just now, wait for the least time
/// between two requests if that ends within the bound; else say that the duty is left to the next start, which finds it in the log.
/// </remarks>
internal sealed partial class AnchorWorker(
    IAnchorLog log,
    AnchorRound round,
    AnchorWatch watch,
    TsaClient client,
    AnchorerOptions options,
    TimeProvider time,
    IAnchorObserver observer,
    ILogger<AnchorWorker> logger)
    : BackgroundService
{
    private const int MaxDoublings = 20;
    private const int JitterSteps = 1 << 20;

    /// <summary>Timestamp of the last round that was chained; owned by the loop.</summary>
    private long? _lastChained;

    /// <summary>Failures in a row; owned by the loop.</summary>
    private int _failures;

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        bool started = ExecuteTask is not null;
        await base.StopAsync(cancellationToken);

        // :: Step 3
        if (!started || options.ShutdownTimeout == TimeSpan.Zero)
        {
            return;
        }

        using var timeout = new CancellationTokenSource(options.ShutdownTimeout, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            if (await log.GetDutyAsync(linked.Token) is { } duty && !await TryLastRoundAsync(duty, linked.Token))
            {
                observer.LeftOver();
                Log.LeftOver(logger, duty.Size);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            observer.LeftOver();
            Log.LastAttemptFailed(logger, e);
        }
    }

    /// <returns>False when the duty still stands.</returns>
    private async Task<bool> TryLastRoundAsync(AnchorDuty duty, CancellationToken cancellationToken)
    {
        if (client.WaitForEnough() is not { } wait || wait >= options.ShutdownTimeout)
        {
            return false;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
        }

        return await round.RunAsync(duty, cancellationToken) == RoundResult.Chained;
    }

    /// <summary>
    /// A wait of half to all of the doubled and capped delay, so that anchorers that failed together don't return together.
    /// </summary>
    internal static TimeSpan RetryDelay(AnchorerOptions options, int failures)
    {
        double full = Math.Min(
            options.MaxRetryDelay.Ticks, options.RetryDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, MaxDoublings)));
        double share = 0.5 + (0.5 * RandomNumberGenerator.GetInt32(JitterSteps) / JitterSteps);
        return TimeSpan.FromTicks((long)(full * share));
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await Task.WhenAll(watch.RunAsync(stoppingToken), WorkAsync(stoppingToken));
    }

    private async Task WorkAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                _failures++;
                Log.LogUnavailable(logger, e);
            }
        }
    }

    private async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        // :: Step 1
        if (_failures > 0)
        {
            await Task.Delay(RetryDelay(options, _failures), time, stoppingToken);
        }
        else
        {
            await log.WaitForDutyAsync(stoppingToken);
            await WaitForRoundAsync(stoppingToken);
        }

        // :: Step 2
        AnchorDuty? standing = await watch.LookAsync(stoppingToken);
        watch.Settle();
        if (standing is not { } duty)
        {
            _failures = 0;
            return;
        }

        if (await round.RunAsync(duty, stoppingToken) == RoundResult.Chained)
        {
            _failures = 0;
            _lastChained = time.GetTimestamp();
        }
        else
        {
            _failures++;
        }
    }

    private async Task WaitForRoundAsync(CancellationToken stoppingToken)
    {
        TimeSpan wait = AnchorTrigger.Wait(options, _lastChained is { } last ? time.GetElapsedTime(last) : null);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        await Task.WhenAny(Task.Delay(wait, time, ended.Token), watch.NewLeader);
        await ended.CancelAsync();
        stoppingToken.ThrowIfCancellationRequested();
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.LogUnavailable, LogLevel.Warning, "The anchorer could not ask the auditor.")]
        public static partial void LogUnavailable(ILogger logger, Exception exception);

        [LoggerMessage(
            EventIds.LastAttempt,
            LogLevel.Warning,
            "The last attempt before the stop failed; the duty stands for the next start.")]
        public static partial void LastAttemptFailed(ILogger logger, Exception exception);

        [LoggerMessage(
            EventIds.LeftOver,
            LogLevel.Warning,
            "Size {Size} was not anchored before the stop; the duty stands for the next start.")]
        public static partial void LeftOver(ILogger logger, long size);
    }
}
