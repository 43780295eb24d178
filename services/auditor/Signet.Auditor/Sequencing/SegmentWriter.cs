using Microsoft.Extensions.Logging;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Fills one slot under the writer rules of format 1, section 4: after any doubt the slot is read back, and never are other octets
/// built for a slot that may hold one's own. Returns only when it is known who holds the slot.
/// </summary>
internal sealed partial class SegmentWriter
{
    /// <summary>How often an empty slot is tried before the writer gives up: about two minutes.</summary>
    public const int MaxAttempts = 32;

    private const int AttemptsBeforeAlarm = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ISegmentStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Action _alarm;

    /// <param name="store">Where segments stand.</param>
    /// <param name="time">For the pauses.</param>
    /// <param name="logger">Told of every doubt.</param>
    /// <param name="alarm">Called when a slot stays in doubt for several attempts.</param>
    public SegmentWriter(ISegmentStore store, TimeProvider time, ILogger logger, Action alarm) =>
        (_store, _time, _logger, _alarm) = (store, time, logger, alarm);

    /// <exception cref="StoreException">The slot is empty and can't be filled. The octets must not be replaced by others in this process.</exception>
    /// <exception cref="OperationCanceledException">The process stops; the slot may or may not hold the octets. Recovery finds out.</exception>
    public async Task<SlotResult> WriteAsync(SealedSegment segment, long epoch, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        var empty = 0;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                if (await IsCreatedAsync(segment, cancellationToken).ConfigureAwait(false))
                {
                    return SlotResult.Ours;
                }

                // Occupied may well be by our own earlier attempt whose answer was lost.
                var stored = await _store.ReadSegmentAsync(segment.LogId, segment.Segment, cancellationToken).ConfigureAwait(false);
                if (stored is { } octets)
                {
                    return Judge(segment, epoch, octets);
                }

                empty++;
            }
            catch (StoreException exception)
            {
                // A failed read-back resolves nothing: the same octets are tried again for as long as it takes.
                Log.StoreInDoubt(_logger, segment.Segment, exception.Message);
            }

            if (empty == MaxAttempts)
            {
                throw new StoreException($"Segment {segment.Segment} could not be stored: its slot stayed empty after {empty} attempts.");
            }

            if (attempt == AttemptsBeforeAlarm)
            {
                _alarm();
            }

            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<bool> IsCreatedAsync(SealedSegment segment, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.CreateSegmentAsync(segment.LogId, segment.Segment, segment.Octets, cancellationToken).ConfigureAwait(false)
                == SlotOutcome.Created;
        }
        catch (StoreException exception)
        {
            Log.StoreInDoubt(_logger, segment.Segment, exception.Message);
            return false;
        }
    }

    private static SlotResult Judge(SealedSegment segment, long epoch, ReadOnlyMemory<byte> stored)
    {
        if (stored.Span.SequenceEqual(segment.Octets.Span))
        {
            return SlotResult.Ours;
        }

        return SegmentObject.TryParse(stored, out var other, out _) && other!.Header.Epoch > epoch ? SlotResult.Superseded : SlotResult.Theirs;
    }

    private static partial class Log
    {
        [LoggerMessage(1001, LogLevel.Warning, "The store did not confirm segment {Segment}; the same octets are tried again. {Reason}")]
        public static partial void StoreInDoubt(ILogger logger, long segment, string reason);
    }
}
