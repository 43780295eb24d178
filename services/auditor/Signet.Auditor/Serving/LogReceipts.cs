using System.Runtime.InteropServices;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Auditor.Serving;

/// <summary>Makes an R1 receipt by reading the segments up to a checkpoint. Costs a pass over the log and 32 octets an entry.</summary>
public static class LogReceipts
{
    /// <summary>The receipt of the event, or null when it isn't in the first <paramref name="size"/> entries.</summary>
    /// <param name="segments">Where the log stands.</param>
    /// <param name="logId">The log.</param>
    /// <param name="eventId">The event's name.</param>
    /// <param name="size">The checkpoint's size.</param>
    /// <param name="checkpoint">The signed note of that size.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<InclusionReceipt?> FindAsync(
        ISegmentReader segments, string logId, Guid eventId, long size, string checkpoint, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(segments);
        var leaves = new List<Digest>();
        var found = ReadOnlyMemory<byte>.Empty;
        var index = -1;
        await foreach (var number in segments.ListSegmentsAsync(logId, cancellationToken).ConfigureAwait(false))
        {
            if (leaves.Count >= size)
            {
                break;
            }

            if (await segments.ReadSegmentAsync(logId, number, cancellationToken).ConfigureAwait(false) is not { } octets ||
                !SegmentObject.TryParse(octets, out var segment, out _))
            {
                return null;
            }

            foreach (var line in segment!.Lines)
            {
                if (index < 0 && EntryCodec.Read(line.Entry).Entry?.Body is CommitBody { SignedEvent.Event.Id: var id } && id == eventId)
                {
                    (index, found) = (leaves.Count, line.Entry);
                }

                leaves.Add(MerkleTree.HashLeaf(line.Entry.Span));
            }
        }

        return index < 0 || leaves.Count < size
            ? null
            : new InclusionReceipt
            {
                Entry = found,
                Index = index,
                Path = InclusionProof.Create(index, CollectionsMarshal.AsSpan(leaves)[..(int)size]),
                Checkpoint = checkpoint,
            };
    }
}
