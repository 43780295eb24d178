using Signet.Ledger;
using Signet.Ledger.Anchors;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;

namespace Signet.Cli.Logs;

/// <summary>
/// The proof that later anchors cover older ones: the tree heads that anchors name are computed anew from the stored entries, and the older
/// anchors' entries are among them. Two passes over the log.
/// </summary>
/// <param name="Items">The anchors that hold, by number.</param>
/// <param name="Invalid">The others, and why.</param>
internal sealed record RenewalWalk(IReadOnlyList<RenewalItem> Items, IReadOnlyList<(long Seq, string Why)> Invalid)
{
    /// <exception cref="UserErrorException">No roots are known, or the entries aren't all there.</exception>
    public static async Task<RenewalWalk> RunAsync(LogLocation log, CancellationToken cancellationToken)
    {
        var check = log.Trust.CheckAnchor ?? throw new UserErrorException("No roots of a time-stamping authority are known; give them with --tsa-roots.");
        var anchors = new List<(long Seq, AnchorBody Body)>();
        var invalid = new List<(long Seq, string Why)>();
        await foreach (var stored in LogEntries.ReadAsync(log.Segments, log.LogId, 0, cancellationToken))
        {
            if (stored.Entry.Body is not AnchorBody anchor)
            {
                continue;
            }

            if (check(anchor) is { } why)
            {
                invalid.Add((stored.Entry.Seq, why));
            }
            else
            {
                anchors.Add((stored.Entry.Seq, anchor));
            }
        }

        var heads = await HeadsAsync(log, anchors.Select(anchor => anchor.Body.TreeSize).ToHashSet(), cancellationToken);
        var proved = anchors.ToLookup(anchor =>
            heads.TryGetValue(anchor.Body.TreeSize, out var head) && head.ToArray().AsSpan().SequenceEqual(anchor.Body.Root.Span));
        invalid.AddRange(proved[false].Select(anchor => (anchor.Seq, "its tree head is not the one of this log")));
        return new RenewalWalk(AnchorRenewal.Assess([.. proved[true]]), invalid);
    }

    private static async Task<Dictionary<long, Digest>> HeadsAsync(
        LogLocation log, HashSet<long> sizes, CancellationToken cancellationToken)
    {
        var heads = new Dictionary<long, Digest>();
        var tree = new MerkleTree();
        await foreach (var stored in LogEntries.ReadAsync(log.Segments, log.LogId, 0, cancellationToken))
        {
            if (stored.Entry.Seq != tree.Size)
            {
                throw new UserErrorException($"Entry {tree.Size} is missing or can't be read. `signet audit verify` says more.");
            }

            tree.Append(MerkleTree.HashLeaf(stored.Octets.Span));
            if (sizes.Contains(tree.Size))
            {
                heads[tree.Size] = tree.Root;
            }
        }

        return heads;
    }
}
