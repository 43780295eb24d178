using System.Runtime.InteropServices;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Receipts;

namespace Signet.Cli.Logs;

/// <summary>Makes receipts from the entries of a log. Costs a pass over it and 32 octets an entry.</summary>
internal sealed class StoreReceipts
{
    private readonly List<Digest> _leaves = [];
    private readonly List<(ReadOnlyMemory<byte> Octets, AnchorBody Body)> _anchors = [];
    private ReadOnlyMemory<byte> _entry;
    private int _index = -1;

    private StoreReceipts()
    {
    }

    /// <summary>What is needed of the log; null when it doesn't hold the event.</summary>
    /// <exception cref="LogFaultException">An entry is missing.</exception>
    /// <exception cref="UserErrorException">The log can't be read.</exception>
    public static async Task<StoreReceipts?> ReadAsync(IEntrySource source, Guid eventId, CancellationToken cancellationToken)
    {
        var read = new StoreReceipts();
        await foreach (var stored in new EntryWalk(source).ReadAsync(cancellationToken))
        {
            if (read._index < 0 && stored.Entry.Body is CommitBody { SignedEvent.Event.Id: var id } && id == eventId)
            {
                (read._index, read._entry) = (read._leaves.Count, stored.Octets);
            }
            else if (read._index >= 0 && stored.Entry.Body is AnchorBody anchor)
            {
                read._anchors.Add((stored.Octets, anchor));
            }

            read._leaves.Add(MerkleTree.HashLeaf(stored.Octets.Span));
        }

        return read._index < 0 ? null : read;
    }

    /// <summary>R1 under a checkpoint; null when it doesn't cover the event.</summary>
    public InclusionReceipt? Under(string note, long size) => _index >= size || size > _leaves.Count ? null : new InclusionReceipt
    {
        Entry = _entry,
        Index = _index,
        Path = PathIn(size),
        Checkpoint = note,
    };

    /// <summary>R2 under the first anchor that covers the event and that <paramref name="check"/> takes; null when none does.</summary>
    public AnchoredReceipt? UnderAnchor(string logId, Func<AnchorBody, string?>? check)
    {
        var (octets, body) = _anchors.FirstOrDefault(anchor => anchor.Body.TreeSize > _index && anchor.Body.TreeSize <= _leaves.Count && check?.Invoke(anchor.Body) is null);
        return body is null ? null : new AnchoredReceipt
        {
            Entry = _entry,
            Index = _index,
            Path = PathIn(body.TreeSize),
            Checkpoint = new Checkpoint(logId, body.TreeSize, new Digest(body.Root.Span)),
            Anchor = octets,
        };
    }

    private IReadOnlyList<Digest> PathIn(long size) => InclusionProof.Create(_index, CollectionsMarshal.AsSpan(_leaves)[..(int)size]);
}
