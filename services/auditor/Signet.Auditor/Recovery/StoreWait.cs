using Microsoft.Extensions.Logging;
using Signet.Auditor.Publishing;
using Signet.Storage;

namespace Signet.Auditor.Recovery;

/// <summary>
/// Asks a store again that can't be reached while a writer starts: longer each time, for as long as it takes. What asking again won't mend, such as
/// a bucket that isn't there, a refused key or a store that doesn't lock, is passed on at once.
/// </summary>
internal sealed partial class StoreWait(LogHead head, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <exception cref="StoreException">The store can be reached, and can't do it.</exception>
    public async Task<T> UntilReachableAsync<T>(Func<ValueTask<T>> call, CancellationToken cancellationToken)
    {
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
            {
                try
                {
                    return await call().ConfigureAwait(false);
                }
                catch (StoreException exception) when (exception.IsUnreachable)
                {
                    head.IsStoreAway = true;
                    Log.Away(logger, exception.Message, pause);
                    await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            head.IsStoreAway = false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1018, LogLevel.Warning, "Not ready: the store can't be reached. {Error} Asking again in {Pause}.")]
        public static partial void Away(ILogger logger, string error, TimeSpan pause);
    }
}
