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
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly ISegmentStore _store;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public SegmentWriter(ISegmentStore store, TimeProvider time, ILogger logger) => (_store, _time, _logger) = (store, time, logger);

    /// <exception cref="OperationCanceledException">The process stops; the slot may or may not hold the octets. Recovery finds out.</exception>
    public async Task<SlotResult> WriteAsync(SealedSegment segment, long epoch, CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (true)
        {
            try
            {
                var outcome = await _store.CreateSegmentAsync(segment.LogId, segment.Segment, segment.Octets, cancellationToken).ConfigureAwait(false);
                if (outcome == SlotOutcome.Created)
                {
                    return SlotResult.Ours;
                }

                // Occupied may well be by our own earlier attempt whose answer was lost.
                var stored = await _store.ReadSegmentAsync(segment.LogId, segment.Segment, cancellationToken).ConfigureAwait(false);
                if (stored is { } octets)
                {
                    return Judge(segment, epoch, octets);
                }
            }
            catch (StoreException exception)
            {
                Log.StoreInDoubt(_logger, segment.Segment, exception.Message);
            }

            // A failed read-back resolves nothing: the same octets are tried again for as long as it takes.
            await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
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
