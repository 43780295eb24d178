using Signet.Ledger.Merkle;

namespace Signet.Ledger.Tiles;

/// <summary>
/// Turns a growing log into tiles. Owns the tiles at the right edge, one for each level, and the last bundle; a tile that was given out full is
/// never given out again, and one with more hashes has another name. Not safe for concurrent use.
/// </summary>
public sealed class TileWriter
{
    private readonly List<List<Digest>> _levels = [[]];
    private readonly List<byte> _bundle = [];
    private readonly HashSet<TilePath> _changed = [];
    private readonly List<Tile> _full = [];

    /// <summary>A writer for an empty log.</summary>
    public TileWriter()
    {
    }

    /// <summary>The entries written.</summary>
    public long Size { get; private set; }

    /// <summary>The tree head over them; for none, SHA-256 of nothing.</summary>
    public Digest Root
    {
        get
        {
            // The largest subtrees stand in the highest tiles; each tile adds those of its own hashes, from left to right.
            var nodes = new List<Digest>();
            for (var level = _levels.Count - 1; level >= 0; level--)
            {
                var range = new MerkleRange(0);
                _levels[level].ForEach(range.Append);
                nodes.AddRange(range.Subtrees.Select(subtree => subtree.Root));
            }

            return nodes.Count == 0 ? Digest.Of([]) : Enumerable.Reverse(nodes).Aggregate((right, left) => MerkleTree.HashNode(left, right));
        }
    }

    /// <summary>Goes on where another writer stopped.</summary>
    /// <param name="size">The entries written by then.</param>
    /// <param name="root">The tree head over them.</param>
    /// <param name="tiles">Where the tiles that it wrote are read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the tiles at the right edge are missing, or don't give that tree head: then they must be written anew.</returns>
    public static async ValueTask<TileWriter?> ResumeAsync(long size, Digest root, ITileSource tiles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tiles);
        var writer = new TileWriter { Size = size };
        writer._levels.Clear();
        for (var level = 0; level == 0 || size >> (TilePath.Height * level) > 0; level++)
        {
            var width = (int)((size >> (TilePath.Height * level)) % TilePath.FullWidth);
            var hashes = new List<Digest>();
            if (width > 0)
            {
                var path = TilePath.Hashes(level, size >> (TilePath.Height * (level + 1)), width);
                if (await tiles.ReadAsync(path.ToString(), cancellationToken).ConfigureAwait(false) is not { } octets ||
                    octets.Length != width * Digest.Size)
                {
                    return null;
                }

                for (var i = 0; i < width; i++)
                {
                    hashes.Add(new Digest(octets.Span.Slice(i * Digest.Size, Digest.Size)));
                }
            }

            writer._levels.Add(hashes);
        }

        return writer.Root == root && await writer.ResumeBundleAsync(tiles, cancellationToken).ConfigureAwait(false) ? writer : null;
    }

    /// <summary>Appends an entry.</summary>
    /// <exception cref="ArgumentException">The entry has more than 65,535 octets.</exception>
    public void Append(ReadOnlySpan<byte> entry)
    {
        EntryBundle.Append(_bundle, entry);
        Size++;
        Append(0, Size - 1, MerkleTree.HashLeaf(entry));
        var width = (int)(((Size - 1) % TilePath.FullWidth) + 1);
        var path = TilePath.Entries((Size - 1) / TilePath.FullWidth, width);
        if (path.IsFull)
        {
            _full.Add(new Tile(path, _bundle.ToArray()));
            _bundle.Clear();
        }
    }

    /// <summary>
    /// The tiles to store since the last call: full ones, and the right edge as it is. Store them all before the checkpoint of
    /// <see cref="Size"/>; after a crash in between, resume at the last checkpoint whose tiles were all stored and append again.
    /// </summary>
    public IReadOnlyList<Tile> Flush()
    {
        List<Tile> tiles = [.. _full];
        _full.Clear();
        if (_bundle.Count > 0)
        {
            tiles.Add(new Tile(TilePath.Entries(Size / TilePath.FullWidth, (int)(Size % TilePath.FullWidth)), _bundle.ToArray()));
        }

        for (var level = 0; level < _levels.Count; level++)
        {
            if (_levels[level].Count > 0)
            {
                var index = Size >> (TilePath.Height * (level + 1));
                var path = TilePath.Hashes(level, index, _levels[level].Count);

                // A level that hasn't grown has the same tile as before.
                if (_changed.Contains(path))
                {
                    tiles.Add(new Tile(path, Octets(_levels[level])));
                }
            }
        }

        _changed.Clear();
        return tiles;
    }

    private static byte[] Octets(List<Digest> hashes)
    {
        var octets = new byte[hashes.Count * Digest.Size];
        for (var i = 0; i < hashes.Count; i++)
        {
            hashes[i].CopyTo(octets.AsSpan(i * Digest.Size));
        }

        return octets;
    }

    private void Append(int level, long index, Digest hash)
    {
        if (level == _levels.Count)
        {
            _levels.Add([]);
        }

        var hashes = _levels[level];
        hashes.Add(hash);
        var path = TilePath.Hashes(level, index / TilePath.FullWidth, hashes.Count);
        if (!path.IsFull)
        {
            _changed.Add(path);
            return;
        }

        _full.Add(new Tile(path, Octets(hashes)));
        var range = new MerkleRange(0);
        hashes.ForEach(range.Append);
        hashes.Clear();
        Append(level + 1, index / TilePath.FullWidth, range.Subtrees[0].Root);
    }

    private async ValueTask<bool> ResumeBundleAsync(ITileSource tiles, CancellationToken cancellationToken)
    {
        var width = (int)(Size % TilePath.FullWidth);
        if (width == 0)
        {
            return true;
        }

        var path = TilePath.Entries(Size / TilePath.FullWidth, width);
        if (await tiles.ReadAsync(path.ToString(), cancellationToken).ConfigureAwait(false) is not { } bundle ||
            !EntryBundle.TryRead(bundle, width, out var entries) ||
            !entries.Select(entry => MerkleTree.HashLeaf(entry.Span)).SequenceEqual(_levels[0]))
        {
            return false;
        }

        _bundle.AddRange(bundle.Span);
        return true;
    }
}
