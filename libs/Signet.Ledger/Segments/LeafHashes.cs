using Signet.Ledger.Merkle;

namespace Signet.Ledger.Segments;

/// <summary>Hashes the leaves of entries that stand in one buffer, on all processors where that pays.</summary>
internal static class LeafHashes
{
    /// <summary>Entries for one piece of work: some hundreds of microseconds, much more than it takes to hand it over.</summary>
    private const int Piece = 256;

    /// <summary>Appends the leaves of the entries that have none yet, to the list and to the tree.</summary>
    /// <param name="octets">Where the entries stand.</param>
    /// <param name="entries">Their places.</param>
    /// <param name="leaves">The leaves so far.</param>
    /// <param name="tree">The tree over them.</param>
    /// <param name="beside">Work on other octets, done at the same time.</param>
    public static void Append(
        byte[] octets, List<(int Start, int Length)> entries, List<Digest> leaves, MerkleTree tree, Action beside)
    {
        var first = leaves.Count;
        var count = entries.Count - first;
        if (count <= Piece)
        {
            beside();
            for (var i = first; i < entries.Count; i++)
            {
                var leaf = HashLeaf(octets, entries[i]);
                leaves.Add(leaf);
                tree.Append(leaf);
            }

            return;
        }

        // Runs of leaves are hashed apart and then joined.
        var size = tree.Size;
        var pieces = new MerkleRange[(count + Piece - 1) / Piece];
        System.Runtime.InteropServices.CollectionsMarshal.SetCount(leaves, entries.Count);
        Parallel.For(-1, pieces.Length, piece =>
        {
            if (piece < 0)
            {
                beside();
                return;
            }

            var from = piece * Piece;
            var range = new MerkleRange(size + from);
            for (var i = from; i < Math.Min(from + Piece, count); i++)
            {
                var leaf = HashLeaf(octets, entries[first + i]);
                leaves[first + i] = leaf;
                range.Append(leaf);
            }

            pieces[piece] = range;
        });
        foreach (var range in pieces)
        {
            tree.Append(range);
        }
    }

    private static Digest HashLeaf(byte[] octets, (int Start, int Length) entry) =>
        MerkleTree.HashLeaf(octets.AsSpan(entry.Start, entry.Length));
}
