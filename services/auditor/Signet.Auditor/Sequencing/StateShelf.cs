using Microsoft.Extensions.Logging;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Makes the states that seals name, and stores those of stored seals. Only whoever filled a slot stores its state, so that no writer can
/// overwrite another's; a crash between the two is made good by recovery. Owned by the sequencer.
/// </summary>
internal sealed partial class StateShelf(string logId, IDerivedStore derived, TimeProvider time, ILogger logger)
{
    /// <summary>How far the log may run ahead of a state (format 1, section 5).</summary>
    public const int MaxAhead = 4;

    /// <summary>Which segments have a state besides those that open an epoch.</summary>
    private const int Every = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Queue<(long Segment, byte[] Octets)> _waiting = [];

    /// <summary>The state that the seal of a segment has to name; null where none is due.</summary>
    public byte[]? Write(LogState state, SegmentBuilder builder)
    {
        var segment = state.Head.NextSegment;
        if (segment != state.EpochSegment && segment % Every != 0)
        {
            return null;
        }

        var octets = StateCodec.Write(state, builder.BeforeSeal);
        if (octets is null)
        {
            // Nothing is lost but time: recovery goes back to an older state, or to the first segment.
            Log.StateTooLarge(logger, segment);
        }

        return octets;
    }

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

        [LoggerMessage(1014, LogLevel.Warning, "The state of segment {Segment} is too large to be stored; a start takes longer.")]
        public static partial void StateTooLarge(ILogger logger, long segment);
    }
}
