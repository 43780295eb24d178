namespace Signet.Ledger.Merkle;

/// <summary>
/// The right edge of a growing RFC 9162 tree: the roots of its complete subtrees, largest first. Enough to append and to compute
/// the tree head; its size is that of a logarithm. Not safe for concurrent use.
/// </summary>
public sealed class MerkleTree
{
    private readonly List<Digest> _edge;

    /// <summary>An empty tree.</summary>
    public MerkleTree() => _edge = [];

    private MerkleTree(long size, List<Digest> edge) => (Size, _edge) = (size, edge);

    /// <summary>The number of leaves; 0 or more.</summary>
    public long Size { get; private set; }

    /// <summary>The roots of the complete subtrees, largest first.</summary>
    public IReadOnlyList<Digest> Edge => _edge;

    /// <summary>The tree head; for an empty tree SHA-256 of nothing (RFC 9162, section 2.1.1).</summary>
    public Digest Root
    {
        get
        {
            if (_edge.Count == 0)
            {
                return Digest.Of([]);
            }

            var root = _edge[^1];
            for (var i = _edge.Count - 2; i >= 0; i--)
            {
                root = HashNode(_edge[i], root);
            }

            return root;
        }
    }

    /// <summary>Restores a tree from its right edge; null when the edge can't be that of a tree of this size.</summary>
    public static MerkleTree? Restore(long size, IReadOnlyList<Digest> edge)
    {
        ArgumentNullException.ThrowIfNull(edge);
        return size < 0 || System.Numerics.BitOperations.PopCount((ulong)size) != edge.Count ? null : new MerkleTree(size, [.. edge]);
    }

    /// <summary>What is hashed before an entry, and never before a node.</summary>
    internal static ReadOnlySpan<byte> LeafPrefix => [0];

    /// <summary>SHA-256(0x00 || entry).</summary>
    public static Digest HashLeaf(ReadOnlySpan<byte> entry) => Digest.Of(LeafPrefix, entry);

    /// <summary>SHA-256(0x01 || left || right).</summary>
    public static Digest HashNode(Digest left, Digest right)
    {
        Span<byte> input = stackalloc byte[1 + (2 * Digest.Size)];
        input[0] = 1;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + Digest.Size)..]);
        return Digest.Of(input);
    }

    /// <summary>Appends a leaf.</summary>
    public void Append(Digest leaf) => Append(0, leaf);

    /// <summary>Appends a run of leaves.</summary>
    /// <exception cref="ArgumentException">The run doesn't begin where the tree ends.</exception>
    internal void Append(MerkleRange range)
    {
        if (range.Start != Size)
        {
            throw new ArgumentException("The run doesn't begin where the tree ends.", nameof(range));
        }

        foreach (var (level, root) in range.Subtrees)
        {
            Append(level, root);
        }
    }

    /// <summary>A tree of its own with the same leaves.</summary>
    public MerkleTree Clone() => new(Size, [.. _edge]);

    private void Append(int level, Digest node)
    {
        for (var size = Size >> level; (size & 1) == 1; size >>= 1)
        {
            node = HashNode(_edge[^1], node);
            _edge.RemoveAt(_edge.Count - 1);
        }

        _edge.Add(node);
        Size += 1L << level;
    }
}
