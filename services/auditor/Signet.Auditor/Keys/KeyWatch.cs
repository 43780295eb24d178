using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Signet.Auditor.Keys;

/// <summary>
/// Reads the keys that the settings name every few seconds and offers what changed. It polls: a mounted file changes behind a link, which
/// notifications don't tell of. What can't be read, such as a key that is named before its file is there, is read again the next time.
/// </summary>
internal sealed partial class KeyWatch(AuditorOptions options, KeyRing ring, TimeProvider time, ILogger<KeyWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private string? _told;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.ReadKeys is not { } read)
        {
            return;
        }

        while (!stoppingToken.IsCancellationRequested)
        {
            Look(read);
            await Task.Delay(Period, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Look(Func<AuditorKeys> read)
    {
        try
        {
            var keys = read();
            keys.Validate();
            ring.Offer(keys);
            _told = null;
        }
        catch (Exception exception)
        {
            // Whatever is wrong with a file or a setting must end neither the watch nor the host. Messages of settings hold values: only those
            // that say nothing of a key's content are told.
            ring.Miss();
            var reason = exception is IOException or ArgumentException ? exception.Message : exception.GetType().Name;
            if (reason != _told)
            {
                _told = reason;
                Log.Unusable(logger, reason);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1040, LogLevel.Error, "The keys that the settings name can't be used; the log goes on under those before. {Reason}")]
        public static partial void Unusable(ILogger logger, string reason);
    }
}
