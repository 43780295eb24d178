namespace Signet.Ledger.Merkle;

/// <summary>RFC 9162, section 2.1.4: that one tree is the beginning of another.</summary>
public static class ConsistencyProof
{
    /// <summary>The longest proof of any two trees.</summary>
    public const int MaxPath = 64;

    /// <summary>The proof that the first leaves of a tree are the beginning of it, from the leaves of the whole tree.</summary>
    /// <param name="oldSize">How many leaves the older tree has: 1 to all.</param>
    /// <param name="leaves">All leaf hashes, in order.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such older tree.</exception>
    public static IReadOnlyList<Digest> Create(long oldSize, ReadOnlySpan<Digest> leaves)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(oldSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(oldSize, leaves.Length);
        var path = new List<Digest>();
        var tree = leaves;
        var (old, whole) = ((int)oldSize, true);
        while (old != tree.Length)
        {
            var middle = (int)InclusionProof.SplitPoint(tree.Length);
            if (old <= middle)
            {
                path.Add(RootOf(tree[middle..]));
                tree = tree[..middle];
            }
            else
            {
                path.Add(RootOf(tree[..middle]));
                tree = tree[middle..];
                (old, whole) = (old - middle, false);
            }
        }

        if (!whole)
        {
            path.Add(RootOf(tree));
        }

        path.Reverse();
        return path;
    }

    /// <summary>The tree head over leaf hashes (RFC 9162, section 2.1.1).</summary>
    public static Digest RootOf(ReadOnlySpan<Digest> leaves) => InclusionProof.RootOf(leaves);

    /// <summary>True when the tree of <paramref name="oldSize"/> leaves is the beginning of that of <paramref name="newSize"/>.</summary>
    /// <param name="oldSize">0 or more; the empty tree is the beginning of every one, by an empty proof.</param>
    /// <param name="oldRoot">Its head.</param>
    /// <param name="newSize">At least <paramref name="oldSize"/>.</param>
    /// <param name="newRoot">Its head.</param>
    /// <param name="path">The proof.</param>
    public static bool Verify(long oldSize, Digest oldRoot, long newSize, Digest newRoot, ReadOnlySpan<Digest> path)
    {
        if (oldSize < 0 || newSize < oldSize || path.Length > MaxPath)
        {
            return false;
        }

        if (oldSize == 0)
        {
            return path.IsEmpty && oldRoot == Digest.Of([]);
        }

        if (oldSize == newSize)
        {
            return path.IsEmpty && oldRoot == newRoot;
        }

        // An old tree that is one complete subtree is its own first node.
        var (node, last) = (oldSize - 1, newSize - 1);
        while ((node & 1) == 1)
        {
            node >>= 1;
            last >>= 1;
        }

        var first = node == 0;
        if (!first && path.IsEmpty)
        {
            return false;
        }

        var hash = first ? oldRoot : path[0];
        var (oldHash, newHash) = (hash, hash);
        foreach (var sibling in first ? path : path[1..])
        {
            if (last == 0)
            {
                return false;
            }

            if ((node & 1) == 1 || node == last)
            {
                oldHash = MerkleTree.HashNode(sibling, oldHash);
                newHash = MerkleTree.HashNode(sibling, newHash);
                while ((node & 1) == 0 && node != 0)
                {
                    node >>= 1;
                    last >>= 1;
                }
            }
            else
            {
                newHash = MerkleTree.HashNode(newHash, sibling);
            }

            node >>= 1;
            last >>= 1;
        }

        return last == 0 && oldHash == oldRoot && newHash == newRoot;
    }
}
