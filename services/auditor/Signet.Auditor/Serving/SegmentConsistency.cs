using System.Runtime.InteropServices;
using Signet.Ledger;
using Signet.Ledger.Merkle;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Auditor.Serving;

/// <summary>
/// Consistency proofs made by reading the segments, for a log whose tiles aren't stored. Costs a pass over the log and 32 octets an entry.
/// </summary>
internal static class SegmentConsistency
{
    /// <summary>That the first <paramref name="oldSize"/> entries are the beginning of the first <paramref name="size"/>.</summary>
    /// <returns>The proof; null when the segments are missing, can't be read, or don't give the tree head.</returns>
    public static async ValueTask<IReadOnlyList<Digest>?> CreateAsync(
        ISegmentReader segments, string logId, long oldSize, long size, Digest root, CancellationToken cancellationToken)
    {
        var leaves = new List<Digest>();
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

            leaves.AddRange(segment!.Lines.Select(line => MerkleTree.HashLeaf(line.Entry.Span)));
        }

        if (leaves.Count < size)
        {
            return null;
        }

        var tree = CollectionsMarshal.AsSpan(leaves)[..(int)size];
        var proof = ConsistencyProof.Create(oldSize, tree);
        return ConsistencyProof.Verify(oldSize, ConsistencyProof.RootOf(tree[..(int)oldSize]), size, root, [.. proof]) ? proof : null;
    }
}
