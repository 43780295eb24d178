using Microsoft.Extensions.Logging;
using Signet.Hosting.Telemetry;
using Signet.Messaging.Spool;

namespace Signet.Gateway.Commits;

/// <summary>Tells in metrics and the log what the spool does; of a state that lasts, the log hears once.</summary>
internal sealed partial class SpoolTelemetry(SignetMetrics metrics, ILogger<SpoolTelemetry> logger) : ISpoolObserver
{
    private int _state = (int)SpoolState.Delivering;

    public void Changed(SpoolStatus status)
    {
        metrics.SpoolHolds(status.Bytes, status.Records, status.OldestAge);
        var before = (SpoolState)Interlocked.Exchange(ref _state, (int)status.State);
        if (before == status.State)
        {
            return;
        }

        if (status.TakesEvents)
        {
            Log.Takes(logger, WordOf(status.State), status.Records);
        }
        else
        {
            Log.Refuses(logger, WordOf(status.State), status.Records);
        }
    }

    public void Synchronised(TimeSpan duration) => metrics.SpoolSynchronised(duration);

    public void Refused(SpoolState state, int events) => metrics.SpoolRefused(WordOf(state), events);

    public void Quarantined(int events) => Log.Quarantined(logger, events);

    public void DiskFailed(string error) => Log.DiskFailed(logger, error);

    /// <summary>The state as it is told to operators.</summary>
    public static string WordOf(SpoolState state) => state switch
    {
        SpoolState.Delivering => "delivering",
        SpoolState.HeldUp => "held_up",
        SpoolState.Full => "full",
        SpoolState.Overdue => "overdue",
        SpoolState.Failed => "failed",
        _ => "damaged",
    };

    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Warning, "The spool is {State}; {Records} events wait in it.")]
        public static partial void Takes(ILogger logger, string state, long records);

        [LoggerMessage(111, LogLevel.Error, "The spool takes no events: it is {State}; {Records} events wait in it.")]
        public static partial void Refuses(ILogger logger, string state, long records);

        [LoggerMessage(112, LogLevel.Error, "The auditor quarantined {Events} spooled events, whose requests had been answered.")]
        public static partial void Quarantined(ILogger logger, int events);

        [LoggerMessage(113, LogLevel.Error, "The spool's disk failed ({Error}).")]
        public static partial void DiskFailed(ILogger logger, string error);
    }
}
