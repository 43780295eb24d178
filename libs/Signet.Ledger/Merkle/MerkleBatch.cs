using System.Numerics;

namespace Signet.Ledger.Merkle;

/// <summary>An RFC 9162 tree over a few leaves with all its nodes, so that every leaf's path is at hand.</summary>
internal sealed class MerkleBatch
{
    // All nodes, level by level from the leaves up; the root is the last.
    private readonly Digest[] _nodes;
    private readonly int _leaves;

    /// <summary>Hashes a tree over at least one leaf.</summary>
    public MerkleBatch(ReadOnlySpan<Digest> leaves)
    {
        _leaves = leaves.Length;
        var count = _leaves;
        for (var width = _leaves; width > 1; count += width)
        {
            width = Above(width);
        }

        _nodes = new Digest[count];
        leaves.CopyTo(_nodes);
        var level = _nodes.AsSpan();
        for (var width = _leaves; width > 1; width = Above(width))
        {
            // A last node without a sibling goes up as it is, which is how RFC 9162 splits a tree that is no power of two.
            for (var i = 0; i < Above(width); i++)
            {
                level[width + i] = (2 * i) + 1 < width ? MerkleTree.HashNode(level[2 * i], level[(2 * i) + 1]) : level[2 * i];
            }

            level = level[width..];
        }
    }

    /// <summary>The tree head.</summary>
    public Digest Root => _nodes[^1];

    /// <summary>The inclusion proof of a leaf, from its sibling up.</summary>
    public Digest[] Path(int index)
    {
        Span<Digest> path = stackalloc Digest[BitOperations.Log2((uint)_leaves) + 1];
        var length = 0;
        var level = _nodes.AsSpan();
        for (var width = _leaves; width > 1; width = Above(width))
        {
            if ((index ^ 1) < width)
            {
                path[length++] = level[index ^ 1];
            }

            index >>= 1;
            level = level[width..];
        }

        return path[..length].ToArray();
    }

    private static int Above(int width) => (width + 1) / 2;
}
