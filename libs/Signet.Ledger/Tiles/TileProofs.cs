using Signet.Ledger.Merkle;

namespace Signet.Ledger.Tiles;

/// <summary>
/// Proofs from tiles. Reads a logarithm of them for each. A proof is checked against the tree head before it is given out, so that wrong
/// tiles give no proof rather than a wrong one. Safe for concurrent use if the source is.
/// </summary>
/// <param name="tiles">Where tiles are read.</param>
/// <param name="size">The tree size to prove for.</param>
/// <param name="root">Its head, from a checkpoint that was verified.</param>
public sealed class TileProofs(ITileSource tiles, long size, Digest root)
{
    /// <summary>The tree size.</summary>
    public long Size => size;

    /// <summary>The inclusion proof of a leaf, from its sibling up; null when the tiles are missing or wrong.</summary>
    public async ValueTask<IReadOnlyList<Digest>?> InclusionAsync(long index, Digest leaf, CancellationToken cancellationToken)
    {
        if (index < 0 || index >= size)
        {
            return null;
        }

        var path = new List<Digest>();
        var reads = new TileReads(tiles, size);
        var (from, through) = (0L, size);
        while (through - from > 1)
        {
            var middle = from + InclusionProof.SplitPoint(through - from);
            var sibling = index < middle ? (middle, through) : (from, middle);
            (from, through) = index < middle ? (from, middle) : (middle, through);
            if (await reads.RootOfAsync(sibling.Item1, sibling.Item2, cancellationToken).ConfigureAwait(false) is not { } hash)
            {
                return null;
            }

            path.Add(hash);
        }

        path.Reverse();
        return InclusionProof.Verify(leaf, index, size, path, root) ? path : null;
    }

    /// <summary>The proof that an older tree is the beginning of this one; null when it isn't, or the tiles are missing or wrong.</summary>
    public async ValueTask<IReadOnlyList<Digest>?> ConsistencyAsync(long oldSize, Digest oldRoot, CancellationToken cancellationToken)
    {
        if (oldSize < 0 || oldSize > size)
        {
            return null;
        }

        var path = new List<Digest>();
        if (oldSize > 0 && oldSize < size)
        {
            var reads = new TileReads(tiles, size);
            var (from, through, whole) = (0L, size, true);
            while (through != oldSize)
            {
                var middle = from + InclusionProof.SplitPoint(through - from);
                var sibling = oldSize <= middle ? (middle, through) : (from, middle);
                if (await reads.RootOfAsync(sibling.Item1, sibling.Item2, cancellationToken).ConfigureAwait(false) is not { } hash)
                {
                    return null;
                }

                path.Add(hash);
                whole &= oldSize <= middle;
                (from, through) = oldSize <= middle ? (from, middle) : (middle, through);
            }

            if (!whole)
            {
                if (await reads.RootOfAsync(from, through, cancellationToken).ConfigureAwait(false) is not { } hash)
                {
                    return null;
                }

                path.Add(hash);
            }

            path.Reverse();
        }

        return ConsistencyProof.Verify(oldSize, oldRoot, size, root, [.. path]) ? path : null;
    }

    /// <summary>The proof that the older tree, whatever its head is, is the beginning of this one; null when the tiles are missing or wrong.</summary>
    public async ValueTask<IReadOnlyList<Digest>?> ConsistencyAsync(long oldSize, CancellationToken cancellationToken) =>
        oldSize >= 1 && oldSize <= size &&
        await new TileReads(tiles, size).RootOfAsync(0, oldSize, cancellationToken).ConfigureAwait(false) is { } oldRoot
            ? await ConsistencyAsync(oldSize, oldRoot, cancellationToken).ConfigureAwait(false)
            : null;

    /// <summary>An entry with its inclusion proof; null when the tiles are missing or wrong.</summary>
    public async ValueTask<(ReadOnlyMemory<byte> Entry, IReadOnlyList<Digest> Path)?> EntryAsync(long index, CancellationToken cancellationToken)
    {
        if (index < 0 || index >= size ||
            await new TileReads(tiles, size).EntriesAsync(index / TilePath.FullWidth, cancellationToken).ConfigureAwait(false) is not { } entries)
        {
            return null;
        }

        var entry = entries[(int)(index % TilePath.FullWidth)];
        return await InclusionAsync(index, MerkleTree.HashLeaf(entry.Span), cancellationToken).ConfigureAwait(false) is { } path
            ? (entry, path)
            : null;
    }

    /// <summary>The entries of a bundle, unproved; null when it is missing or has another form.</summary>
    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>?> BundleAsync(long bundle, CancellationToken cancellationToken) =>
        new TileReads(tiles, size).EntriesAsync(bundle, cancellationToken);
}
