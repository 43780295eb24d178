namespace Signet.Ledger.Merkle;

/// <summary>An RFC 9162 tree over a few leaves with all its nodes, so that every leaf's path is at hand.</summary>
internal sealed class MerkleBatch
{
    private readonly List<Digest[]> _levels = [];

    /// <summary>Hashes a tree over at least one leaf.</summary>
    public MerkleBatch(Digest[] leaves)
    {
        _levels.Add(leaves);
        while (_levels[^1] is { Length: > 1 } below)
        {
            // A last node without a sibling goes up as it is, which is how RFC 9162 splits a tree that is no power of two.
            var level = new Digest[(below.Length + 1) / 2];
            for (var i = 0; i < level.Length; i++)
            {
                level[i] = (2 * i) + 1 < below.Length ? MerkleTree.HashNode(below[2 * i], below[(2 * i) + 1]) : below[2 * i];
            }

            _levels.Add(level);
        }
    }

    /// <summary>The tree head.</summary>
    public Digest Root => _levels[^1][0];

    /// <summary>The inclusion proof of a leaf, from its sibling up.</summary>
    public Digest[] Path(int index)
    {
        var path = new List<Digest>(_levels.Count);
        foreach (var level in _levels)
        {
            if ((index ^ 1) < level.Length && level.Length > 1)
            {
                path.Add(level[index ^ 1]);
            }

            index >>= 1;
        }

        return [.. path];
    }
}
