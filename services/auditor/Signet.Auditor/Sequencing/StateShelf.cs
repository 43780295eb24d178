using System.Buffers;
using Microsoft.Extensions.Logging;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Makes the states that seals name, and stores those of stored seals while the next segments are written. Only whoever filled a slot
/// stores its state, so that no writer can overwrite another's; a crash between the two is made good by recovery. Owned by the sequencer.
/// </summary>
internal sealed partial class StateShelf(string logId, IDerivedStore derived, TimeProvider time, ILogger logger)
{
    /// <summary>
    /// How far the log may run ahead of a state. Format 1, section 5, allows four; with one a start reads no more than eight objects, and a
    /// state is stored while the next segment is.
    /// </summary>
    public const int MaxAhead = 1;

    /// <summary>Which segments have a state besides those that open an epoch.</summary>
    private const int Every = 4;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A state that was larger than most must not keep its room for ever.
    private const int MaxRoomKept = 4 * 1024 * 1024;

    private readonly Queue<(long Segment, ArrayBufferWriter<byte> Octets)> _waiting = [];
    private readonly Stack<ArrayBufferWriter<byte>> _rooms = [];
    private Task<bool>? _storing;

    /// <summary>The state that the seal of a segment has to name; null where none is due.</summary>
    public ArrayBufferWriter<byte>? Write(LogState state, SegmentBuilder builder)
    {
        var segment = state.Head.NextSegment;
        if (segment != state.EpochSegment && segment % Every != 0)
        {
            return null;
        }

        var octets = _rooms.TryPop(out var room) ? room : new ArrayBufferWriter<byte>(64 * 1024);
        if (StateCodec.TryWrite(state, builder.BeforeSeal, octets))
        {
            return octets;
        }

        // Nothing is lost but time: recovery goes back to an older state, or to the first segment.
        Log.StateTooLarge(logger, segment);
        return null;
    }

    /// <summary>The seal that names it was stored.</summary>
    public void Add(long segment, ArrayBufferWriter<byte> octets) => _waiting.Enqueue((segment, octets));

    /// <summary>Begins to store what waits; returns when segment <paramref name="next"/> may be stored.</summary>
    public async Task StoreAsync(long next, CancellationToken cancellationToken)
    {
        while (_waiting.TryPeek(out var oldest))
        {
            var mayWait = next <= oldest.Segment + MaxAhead;
            _storing ??= IsStoredAsync(oldest.Segment, oldest.Octets.WrittenMemory, cancellationToken);
            if (mayWait && !_storing.IsCompleted)
            {
                return;
            }

            var stored = await _storing.ConfigureAwait(false);
            _storing = null;
            if (stored)
            {
                Reuse(_waiting.Dequeue().Octets);
            }
            else if (mayWait)
            {
                return;
            }
            else
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits for what is being stored. Whatever became of it, recovery makes it good.</summary>
    public async Task EndAsync() => await ((Task?)_storing ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private void Reuse(ArrayBufferWriter<byte> room)
    {
        if (room.Capacity <= MaxRoomKept)
        {
            room.ResetWrittenCount();
            _rooms.Push(room);
        }
    }

    private async Task<bool> IsStoredAsync(long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        try
        {
            await derived.PutAsync(logId, StateCodec.NameOf(segment), octets, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (StoreException exception)
        {
            Log.StateNotStored(logger, segment, exception.Message);
            return false;
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
