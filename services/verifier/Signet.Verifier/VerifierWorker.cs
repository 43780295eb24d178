using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>Walks the log at the start and then once an interval. Findings go to metrics and to the log of the service.</summary>
internal sealed partial class VerifierWorker(
    VerifierOptions options, ISegmentReader segments, IDerivedReader derived, IVerifierMemory memory, LastReport last,
    SignetMetrics metrics, TimeProvider time, ILogger<VerifierWorker> logger) : BackgroundService
{
    private static readonly TimeSpan EmptyLogPause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Interval, time);
        try
        {
            while (!await WalkAsync(stoppingToken).ConfigureAwait(false))
            {
                await Task.Delay(EmptyLogPause, time, stoppingToken).ConfigureAwait(false);
            }

            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await WalkAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    /// <returns>False when there is no log yet, and there never was one.</returns>
    private async Task<bool> WalkAsync(CancellationToken cancellationToken)
    {
        try
        {
            var seen = await memory.RecallAsync(options.Trust.LogId, cancellationToken).ConfigureAwait(false);
            var report = await LogVerifier.VerifyAsync(
                segments, derived, options.Trust with { LastSeen = seen }, time.GetUtcNow(), null, cancellationToken).ConfigureAwait(false);
            if (report.Segments == 0 && seen is null)
            {
                return false;
            }

            last.Set(report);
            metrics.Verified(report.Findings.Count(finding => finding.Severity == FindingSeverity.Error), time.GetUtcNow());
            foreach (var finding in report.Findings.Where(finding => finding.Severity == FindingSeverity.Error))
            {
                Log.Found(logger, finding.Name, finding.Segment, finding.Seq, finding.Detail);
            }

            if (report.Result == VerificationResult.Clean)
            {
                await memory.RememberAsync(new Checkpoint(report.LogId, report.Size, report.Root), cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Log.NotVerified(logger, exception.Message);
        }

        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Error, "Verification found {Kind} in segment {Segment}, entry {Seq}: {Detail}.")]
        public static partial void Found(ILogger logger, string kind, long? segment, long? seq, string detail);

        [LoggerMessage(3002, LogLevel.Error, "The log could not be verified. {Reason}")]
        public static partial void NotVerified(ILogger logger, string reason);
    }
}
