using System.Text;
using Signet.Auditor.Publishing;
using Signet.Ledger;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;
using Signet.Ledger.Tiles;
using Signet.Storage;
using Signet.Storage.Tiles;

namespace Signet.Auditor.Serving;

/// <summary>
/// Proofs and receipts from what is published. Each takes a logarithm of reads, whatever the size of the log, and is checked before it is
/// given out. Safe for concurrent use.
/// </summary>
internal sealed class LogProofs(AuditorOptions options, IDerivedStore derived, LogPublisher publisher, LogHead head, TimeProvider time)
{
    /// <summary>How long a receipt waits for an event that has been stored a moment ago.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly DerivedTileSource _tiles = new(derived, options.LogId);

    /// <summary>The proof that an entry stands in the tree of a published size.</summary>
    public async ValueTask<(Checkpoint Tree, IReadOnlyList<Digest> Path)?> InclusionAsync(long index, long size, CancellationToken cancellationToken)
    {
        if (await TreeAsync(size, cancellationToken).ConfigureAwait(false) is not { } tree || index >= size ||
            await EntryAsync(index, cancellationToken).ConfigureAwait(false) is not { } entry)
        {
            return null;
        }

        var path = await Proofs(tree).InclusionAsync(index, Ledger.Merkle.MerkleTree.HashLeaf(entry.Span), cancellationToken).ConfigureAwait(false);
        return path is null ? null : (tree, path);
    }

    /// <summary>The proof that the tree of one published size is the beginning of that of another.</summary>
    public async ValueTask<(Checkpoint Old, Checkpoint Tree, IReadOnlyList<Digest> Path)?> ConsistencyAsync(
        long from, long size, CancellationToken cancellationToken)
    {
        if (await TreeAsync(from, cancellationToken).ConfigureAwait(false) is not { } old ||
            await TreeAsync(size, cancellationToken).ConfigureAwait(false) is not { } tree)
        {
            return null;
        }

        var path = await Proofs(tree).ConsistencyAsync(from, old.Root, cancellationToken).ConfigureAwait(false);
        return path is null ? null : (old, tree, path);
    }

    /// <summary>R1: the event's entry and the proof that the newest checkpoint covers it; null when it isn't in the log.</summary>
    public async ValueTask<InclusionReceipt?> ReceiptAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (await FindAsync(eventId, cancellationToken).ConfigureAwait(false) is not { } seq || publisher.Published is not { } published ||
            await Proofs(published).EntryAsync(seq, cancellationToken).ConfigureAwait(false) is not { } proved || !Holds(proved.Entry, eventId))
        {
            return null;
        }

        return new InclusionReceipt
        {
            Entry = proved.Entry,
            Index = seq,
            Path = proved.Path,
            Checkpoint = Encoding.UTF8.GetString(published.Note.Span),
        };
    }

    /// <summary>R2: the event's entry and the proof that a time-stamped tree holds it; null when it isn't in the log, or in no such tree yet.</summary>
    public async ValueTask<AnchoredReceipt?> AnchoredAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (await FindAsync(eventId, cancellationToken).ConfigureAwait(false) is not { } seq ||
            await EntryAsync(seq, cancellationToken).ConfigureAwait(false) is not { } entry || !Holds(entry, eventId) ||
            publisher.Anchors.FirstOver(seq) is not { } found ||
            await EntryAsync(found.Seq, cancellationToken).ConfigureAwait(false) is not { } anchorEntry ||
            EntryCodec.Read(anchorEntry).Entry?.Body is not AnchorBody anchor || anchor.TreeSize != found.TreeSize)
        {
            return null;
        }

        var tree = new Checkpoint(options.LogId, anchor.TreeSize, new Digest(anchor.Root.Span));
        var path = await Proofs(tree).InclusionAsync(seq, Ledger.Merkle.MerkleTree.HashLeaf(entry.Span), cancellationToken).ConfigureAwait(false);
        return path is null ? null : new AnchoredReceipt { Entry = entry, Index = seq, Path = path, Checkpoint = tree, Anchor = anchorEntry };
    }

    private async ValueTask<long?> FindAsync(Guid eventId, CancellationToken cancellationToken)
    {
        if (await publisher.Events.FindAsync(eventId, cancellationToken).ConfigureAwait(false) is { } found)
        {
            return await IsPublishedAsync(found, cancellationToken).ConfigureAwait(false) ? found : null;
        }

        if (head.Position is not { } position || publisher.Published?.Size >= position.Size ||
            !await IsPublishedAsync(position.Size - 1, cancellationToken).ConfigureAwait(false))
        {
            return null;
        }

        return await publisher.Events.FindAsync(eventId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Waits for an entry that is stored to be published as well.</summary>
    private async ValueTask<bool> IsPublishedAsync(long seq, CancellationToken cancellationToken)
    {
        try
        {
            await publisher.WaitForAsync(seq + 1, cancellationToken).WaitAsync(Patience, time, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async ValueTask<ReadOnlyMemory<byte>?> EntryAsync(long index, CancellationToken cancellationToken)
    {
        if (publisher.Published is not { } published || index >= published.Size ||
            await Proofs(published).BundleAsync(index / TilePath.FullWidth, cancellationToken).ConfigureAwait(false) is not { } entries)
        {
            return null;
        }

        return entries[(int)(index % TilePath.FullWidth)];
    }

    private async ValueTask<Checkpoint?> TreeAsync(long size, CancellationToken cancellationToken)
    {
        if (publisher.Published is not { } published || size < 1 || size > published.Size)
        {
            return null;
        }

        if (size == published.Size)
        {
            return new Checkpoint(options.LogId, published.Size, published.Root);
        }

        // Whoever signed it: the proof is made of tiles and checked against this root, and a client checks both against its own checkpoint.
        return await derived.ReadAsync(options.LogId, DerivedObjects.CheckpointName(size), cancellationToken).ConfigureAwait(false) is { } note &&
            note.Span.IndexOf("\n\n"u8) is var end and >= 0 && note.Length <= Checkpoint.MaxNoteOctets &&
            Checkpoint.TryReadText(Encoding.UTF8.GetString(note.Span[..(end + 1)]), out var tree) && tree!.Size == size
            ? tree
            : null;
    }

    private TileProofs Proofs(PublishedLog published) => new(_tiles, published.Size, published.Root);

    private TileProofs Proofs(Checkpoint tree) => new(new GrownTileSource(_tiles, publisher.Published!.Size), tree.Size, tree.Root);

    private static bool Holds(ReadOnlyMemory<byte> entry, Guid eventId) =>
        EntryCodec.Read(entry).Entry?.Body is CommitBody { SignedEvent.Event.Id: var id } && id == eventId;
}
