using System.Runtime.CompilerServices;
using Signet.Ledger.Segments;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>
/// Reads the slots of a log in their order, a few ahead. On a store that keeps versions the oldest version is the one that is walked: what
/// somebody put above it, a delete marker included, can hide it and not replace it.
/// </summary>
internal sealed class SlotReader(ISegmentReader segments, string logId)
{
    private const int MaxAhead = 16;
    private const long MaxOctetsAhead = 24 * 1024 * 1024;

    private readonly ISegmentHistory? _history = segments as ISegmentHistory;

    /// <summary>The slots in windows; segments before <paramref name="first"/> are not read, and their versions are looked at all the same.</summary>
    public async IAsyncEnumerable<SlotWindow> WindowsAsync(long first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var window = new SlotWindow();
        var slots = _history is null ? ReadListedAsync(first, cancellationToken) : ReadHistoryAsync(_history, first, cancellationToken);
        await foreach (var (number, content, protection) in slots.ConfigureAwait(false))
        {
            if (content is { } stored)
            {
                window.Add(new StoredSegment(number, stored, protection));
            }
            else if (protection is { } bare)
            {
                window.Add(number, bare);
            }

            if (window.IsFull)
            {
                yield return window;
                window = new SlotWindow();
            }
        }

        if (!window.IsEmpty)
        {
            yield return window;
        }
    }

    private async IAsyncEnumerable<ReadSlot> ReadListedAsync(long first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var number in segments.ListSegmentsAsync(logId, cancellationToken).ConfigureAwait(false))
        {
            if (number >= first)
            {
                var octets = await segments.ReadSegmentAsync(logId, number, cancellationToken).ConfigureAwait(false);
                yield return new ReadSlot(number, octets is { } stored ? new SegmentOctets(stored) : null, null);
            }
        }
    }

    private async IAsyncEnumerable<ReadSlot> ReadHistoryAsync(
        ISegmentHistory history, long first, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var ahead = new Queue<(Task<ReadSlot> Slot, long Length)>();
        var octetsAhead = 0L;
        await foreach (var slot in SlotHistory.ListAsync(history, logId, cancellationToken).ConfigureAwait(false))
        {
            var length = slot.Number < first ? 0 : slot.Length;
            ahead.Enqueue((slot.Number < first ? slot.LookAsync(history, logId, cancellationToken) : slot.ReadAsync(history, logId, cancellationToken), length));
            octetsAhead += length;
            while (ahead.Count >= MaxAhead || octetsAhead >= MaxOctetsAhead)
            {
                var (read, octets) = ahead.Dequeue();
                octetsAhead -= octets;
                yield return await read.ConfigureAwait(false);
            }
        }

        while (ahead.TryDequeue(out var last))
        {
            yield return await last.Slot.ConfigureAwait(false);
        }
    }
}
