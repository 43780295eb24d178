using Signet.Ledger.Merkle;

namespace Signet.Ledger.Tiles;

/// <summary>Reads nodes of a tree from tiles, each tile once.</summary>
internal sealed class TileReads(ITileSource tiles, long size)
{
    private readonly Dictionary<TilePath, ReadOnlyMemory<byte>> _read = [];

    /// <summary>The root over leaves that begin at a multiple of a power of two and are no more than it, or end the tree; null without the tiles.</summary>
    public async ValueTask<Digest?> RootOfAsync(long from, long through, CancellationToken cancellationToken)
    {
        // From the right: the rest, then each complete subtree to the left of it.
        Digest? root = null;
        while (through > from)
        {
            var level = System.Numerics.BitOperations.TrailingZeroCount(through);
            while (1L << level > through - from)
            {
                level--;
            }

            if (await NodeAsync(level, (through >> level) - 1, cancellationToken).ConfigureAwait(false) is not { } node)
            {
                return null;
            }

            root = root is { } right ? MerkleTree.HashNode(node, right) : node;
            through -= 1L << level;
        }

        return root;
    }

    /// <summary>The entries of a bundle; null when it is missing or has another form.</summary>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>?> EntriesAsync(long bundle, CancellationToken cancellationToken)
    {
        var width = WidthOf(size, bundle);
        if (width < 1)
        {
            return null;
        }

        var octets = await tiles.ReadAsync(TilePath.Entries(bundle, width).ToString(), cancellationToken).ConfigureAwait(false);
        if (octets is null && width < TilePath.FullWidth)
        {
            // A partial bundle may be gone once the full one is there.
            octets = await tiles.ReadAsync(TilePath.Entries(bundle).ToString(), cancellationToken).ConfigureAwait(false);
            width = TilePath.FullWidth;
        }

        return octets is { Length: <= EntryBundle.MaxOctets } read && EntryBundle.TryRead(read, width, out var entries) ? entries : null;
    }

    private static int WidthOf(long count, long index) => (int)Math.Clamp(count - (index * TilePath.FullWidth), 0, TilePath.FullWidth);

    private async ValueTask<Digest?> NodeAsync(int level, long index, CancellationToken cancellationToken)
    {
        var tileLevel = level / TilePath.Height;
        var height = level % TilePath.Height;
        var first = index << height;
        var tile = first / TilePath.FullWidth;
        var path = TilePath.Hashes(tileLevel, tile, WidthOf(size >> (TilePath.Height * tileLevel), tile));
        if (!_read.TryGetValue(path, out var octets))
        {
            if (await ReadAsync(path, cancellationToken).ConfigureAwait(false) is not { } read)
            {
                return null;
            }

            _read[path] = octets = read;
        }

        var range = new MerkleRange(0);
        for (var i = 0; i < 1 << height; i++)
        {
            range.Append(new Digest(octets.Span.Slice((int)((first % TilePath.FullWidth) + i) * Digest.Size, Digest.Size)));
        }

        return range.Subtrees[0].Root;
    }

    private async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(TilePath path, CancellationToken cancellationToken)
    {
        var octets = await tiles.ReadAsync(path.ToString(), cancellationToken).ConfigureAwait(false);
        if (octets is null && !path.IsFull)
        {
            // A partial tile may be gone once the full one is there; its hashes are the first of that.
            var full = await tiles.ReadAsync(TilePath.Hashes(path.Level, path.Index).ToString(), cancellationToken).ConfigureAwait(false);
            octets = full is { Length: TilePath.FullWidth * Digest.Size } ? full.Value[..(path.Width * Digest.Size)] : default(ReadOnlyMemory<byte>?);
        }

        return octets?.Length == path.Width * Digest.Size ? octets : null;
    }
}
