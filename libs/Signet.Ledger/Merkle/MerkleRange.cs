namespace Signet.Ledger.Merkle;

/// <summary>
/// The roots of the largest complete subtrees over a run of leaves that need not begin at 0. Runs that follow each other are hashed
/// apart and then joined by <see cref="MerkleTree.Append(MerkleRange)"/> in logarithmic time. Not safe for concurrent use.
/// </summary>
internal sealed class MerkleRange(long start)
{
    private readonly List<(int Level, Digest Root)> _subtrees = [];

    /// <summary>The index of the first leaf.</summary>
    public long Start { get; } = start;

    /// <summary>The index behind the last leaf.</summary>
    public long End { get; private set; } = start;

    /// <summary>The subtrees from left to right. A subtree of level L has 2^L leaves and begins at a multiple of that.</summary>
    public IReadOnlyList<(int Level, Digest Root)> Subtrees => _subtrees;

    /// <summary>Appends a leaf.</summary>
    public void Append(Digest leaf)
    {
        var (level, node, end) = (0, leaf, End);

        // A right child meets its left sibling where that is in the run; a right child whose sibling isn't stays as it is.
        while ((end & 1) == 1 && _subtrees is [.., var left] && left.Level == level)
        {
            node = MerkleTree.HashNode(left.Root, node);
            _subtrees.RemoveAt(_subtrees.Count - 1);
            level++;
            end >>= 1;
        }

        _subtrees.Add((level, node));
        End++;
    }
}
