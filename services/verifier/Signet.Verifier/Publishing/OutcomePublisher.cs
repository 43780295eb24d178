using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Verification;

namespace Signet.Verifier.Publishing;

/// <summary>Tells everybody of an outcome: metrics, the service's log, and the other places. One that can't be told keeps nobody else from it.</summary>
internal sealed partial class OutcomePublisher(
    IEnumerable<IOutcomeSink> sinks, LastOutcome last, SignetMetrics metrics, ILogger<OutcomePublisher> logger)
{
    public async Task PublishAsync(VerificationOutcome outcome, CancellationToken cancellationToken)
    {
        last.Set(outcome);
        if (outcome.Report is { } report)
        {
            var errors = report.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
            foreach (var finding in errors)
            {
                Log.Found(logger, finding.Name, finding.Segment, finding.Seq, finding.Detail);
            }

            metrics.Verified(errors.Count, outcome.EndedAt);
            metrics.VerificationTook(outcome.Took, report.Entries);
        }
        else
        {
            Log.NotVerified(logger, outcome.Fault ?? "");
        }

        metrics.VerificationEnded((int)outcome.Result);
        foreach (var sink in sinks)
        {
            try
            {
                await sink.PublishAsync(outcome, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException)
            {
                Log.NotTold(logger, sink.Name, exception.Message);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Error, "Verification found {Kind} in segment {Segment}, entry {Seq}: {Detail}.")]
        public static partial void Found(ILogger logger, string kind, long? segment, long? seq, string detail);

        [LoggerMessage(3002, LogLevel.Error, "The log could not be verified. {Reason}")]
        public static partial void NotVerified(ILogger logger, string reason);

        [LoggerMessage(3003, LogLevel.Error, "The outcome of a verification could not be given to {Place}. {Reason}")]
        public static partial void NotTold(ILogger logger, string place, string reason);
    }
}
