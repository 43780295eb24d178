using System.Buffers.Binary;
using System.Security.Cryptography;
using Signet.Ledger;
using Signet.Ledger.Merkle;
using Signet.Ledger.Tiles;

namespace Signet.Bench.Proofs;

/// <summary>
/// The hash tiles of a log of tiny entries, each its own number in eight octets. Entries themselves aren't kept: no proof needs them.
/// </summary>
internal sealed class TileLog
{
    // So that the tiles that are full but not stored yet stay few.
    private const int FlushEvery = 65_536;

    private const int OlderTrees = 64;

    private TileLog(long size, Digest root, IReadOnlyList<(long Size, Digest Root)> older) => (Size, Root, Older) = (size, root, older);

    public long Size { get; }

    public Digest Root { get; }

    /// <summary>Trees of random sizes that the log had before.</summary>
    public IReadOnlyList<(long Size, Digest Root)> Older { get; }

    /// <summary>Writes a log of so many entries.</summary>
    public static TileLog Write(int size, Action<Tile> store)
    {
        var writer = new TileWriter();
        var sizes = Enumerable.Range(0, OlderTrees).Select(_ => RandomNumberGenerator.GetInt32(1, size)).ToHashSet();
        var older = new List<(long Size, Digest Root)>();
        Span<byte> entry = stackalloc byte[sizeof(long)];
        while (writer.Size < size)
        {
            BinaryPrimitives.WriteInt64BigEndian(entry, writer.Size);
            writer.Append(entry);
            if (sizes.Contains((int)writer.Size))
            {
                older.Add((writer.Size, writer.Root));
            }

            if (writer.Size % FlushEvery == 0 || writer.Size == size)
            {
                foreach (var tile in writer.Flush().Where(tile => !tile.Path.IsEntries))
                {
                    store(tile);
                }
            }
        }

        return new TileLog(size, writer.Root, older);
    }

    public static Digest Leaf(long index)
    {
        Span<byte> entry = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(entry, index);
        return MerkleTree.HashLeaf(entry);
    }
}
