namespace Signet.Ledger.Merkle;

/// <summary>RFC 9162, section 2.1.3: that a leaf stands at an index of a tree.</summary>
public static class InclusionProof
{
    /// <summary>The longest path of any tree.</summary>
    public const int MaxPath = 63;

    /// <summary>True when <paramref name="leaf"/> stands at <paramref name="index"/> of the tree with this size and head.</summary>
    public static bool Verify(Digest leaf, long index, long size, IReadOnlyList<Digest> path, Digest root) =>
        RootFrom(leaf, index, size, path) is { } computed && computed == root;

    /// <summary>The tree head that a path leads to; null when the path can't belong to that index and size.</summary>
    public static Digest? RootFrom(Digest leaf, long index, long size, IReadOnlyList<Digest> path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.Count > MaxPath ? null : RootFrom(leaf, index, size, path as Digest[] ?? [.. path]);
    }

    /// <summary>The tree head that a path leads to; null when the path can't belong to that index and size.</summary>
    public static Digest? RootFrom(Digest leaf, long index, long size, ReadOnlySpan<Digest> path)
    {
        if (index < 0 || size < 1 || index >= size || path.Length > MaxPath)
        {
            return null;
        }

        var (node, last, hash) = (index, size - 1, leaf);
        foreach (var sibling in path)
        {
            if (last == 0)
            {
                return null;
            }

            if ((node & 1) == 1 || node == last)
            {
                hash = MerkleTree.HashNode(sibling, hash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                hash = MerkleTree.HashNode(hash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 ? hash : null;
    }

    /// <summary>The path of a leaf, from the leaves of the whole tree.</summary>
    /// <param name="index">The leaf.</param>
    /// <param name="leaves">All leaf hashes, in order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<Digest> Create(int index, ReadOnlySpan<Digest> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Length);
        var path = new List<Digest>();
        Collect(index, leaves, path);
        return path;
    }

    internal static Digest RootOf(ReadOnlySpan<Digest> leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
        {
            tree.Append(leaf);
        }

        return tree.Root;
    }

    /// <summary>The largest power of two smaller than <paramref name="size"/>, which is 2 or more (RFC 9162, section 2.1.1).</summary>
    internal static long SplitPoint(long size) => 1L << (63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(size - 1)));

    private static void Collect(int index, ReadOnlySpan<Digest> leaves, List<Digest> path)
    {
        if (leaves.Length == 1)
        {
            return;
        }

        var split = (int)SplitPoint(leaves.Length);
        if (index < split)
        {
            Collect(index, leaves[..split], path);
            path.Add(RootOf(leaves[split..]));
        }
        else
        {
            Collect(index - split, leaves[split..], path);
            path.Add(RootOf(leaves[..split]));
        }
    }
}
