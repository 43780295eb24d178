using Microsoft.Extensions.Logging;
using Signet.Auditor.State;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Stores the states that stored seals name. Only whoever filled a slot writes its state, so that no writer can overwrite another's; a
/// crash between the two is made good by recovery. Owned by the sequencer.
/// </summary>
internal sealed partial class StateShelf(string logId, IDerivedStore derived, TimeProvider time, ILogger logger)
{
    /// <summary>How far the log may run ahead of a state (format 1, section 5).</summary>
    public const int MaxAhead = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<(long Segment, byte[] Octets)> _waiting = [];

    public void Add(long segment, byte[] octets) => _waiting.Enqueue((segment, octets));

    /// <summary>Tries to store what waits; returns when segment <paramref name="next"/> may be stored.</summary>
    public async Task StoreAsync(long next, CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out var oldest))
        {
            try
            {
                await derived.PutAsync(logId, StateCodec.NameOf(oldest.Segment), oldest.Octets, cancellationToken).ConfigureAwait(false);
                _waiting.Dequeue();
                continue;
            }
            catch (StoreException exception)
            {
                Log.StateNotStored(logger, oldest.Segment, exception.Message);
            }

            if (next <= oldest.Segment + MaxAhead)
            {
                return;
            }

            await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1013, LogLevel.Warning, "The state of segment {Segment} could not be stored; trying again. {Reason}")]
        public static partial void StateNotStored(ILogger logger, long segment, string reason);
    }
}
