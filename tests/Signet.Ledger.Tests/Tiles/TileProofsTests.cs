using Signet.Ledger.Merkle;
using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Tiles;

public class TileProofsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Inclusion_EveryLeafOfSmallTrees_IsThatOfTheTree()
    {
        foreach (var size in new[] { 1, 2, 3, 7, 8, 255, 256, 257, 300, 513 })
        {
            var (tiles, root) = Log(size);
            Digest[] leaves = [.. Enumerable.Range(0, size).Select(Leaf)];
            var proofs = new TileProofs(tiles, size, root);
            for (var i = 0; i < size; i += size > 300 ? 5 : 1)
            {
                Assert.Equal(InclusionProof.Create(i, leaves), await proofs.InclusionAsync(i, Leaf(i), Token));
            }
        }
    }

    [Fact]
    public async Task Proofs_LargeTree_AnyPlaceAndOlderSize()
    {
        const int size = 70_000;
        var (tiles, root) = Log(size);
        var proofs = new TileProofs(tiles, size, root);
        var older = new MerkleTree();
        for (var i = 0; i < size; i++)
        {
            if (i % 997 == 0 || i is 65_535 or 65_536 or 65_537 or 256 or 255 or size - 1)
            {
                Assert.NotNull(await proofs.InclusionAsync(i, Leaf(i), Token));
                Assert.NotNull(await proofs.ConsistencyAsync(i, older.Root, Token));
                Assert.Equal(MemoryTiles.Entry(i), (await proofs.EntryAsync(i, Token))!.Value.Entry.ToArray());
            }

            older.Append(Leaf(i));
        }

        Assert.Empty((await proofs.ConsistencyAsync(size, root, Token))!);
        var before = tiles.Reads;
        Assert.NotNull(await proofs.InclusionAsync(12_345, Leaf(12_345), Token));
        Assert.InRange(tiles.Reads - before, 1, 8);
    }

    [Fact]
    public async Task Proofs_WhatIsNotSo_IsNull()
    {
        var (tiles, root) = Log(600);
        var proofs = new TileProofs(tiles, 600, root);
        Assert.Null(await proofs.InclusionAsync(5, Leaf(6), Token));
        Assert.Null(await proofs.InclusionAsync(-1, Leaf(6), Token));
        Assert.Null(await proofs.InclusionAsync(600, Leaf(600), Token));
        Assert.Null(await proofs.InclusionAsync(long.MaxValue, Leaf(6), Token));
        Assert.Null(await proofs.ConsistencyAsync(300, Digest.Zero, Token));
        Assert.Null(await proofs.ConsistencyAsync(601, root, Token));
        Assert.Null(await proofs.ConsistencyAsync(-1, root, Token));
        Assert.Null(await proofs.EntryAsync(600, Token));
        Assert.Null(await new TileProofs(tiles, 600, Digest.Zero).InclusionAsync(5, Leaf(5), Token));
        Assert.Null(await new TileProofs(tiles, long.MaxValue, root).InclusionAsync(5, Leaf(5), Token));
    }

    [Fact]
    public async Task Proofs_HostileTiles_NeverThrowAndNeverProve()
    {
        var (tiles, root) = Log(600);
        foreach (var name in tiles.Objects.Keys.ToList())
        {
            var octets = tiles.Objects[name];
            foreach (var changed in new byte[]?[] { null, [], octets[..^1], [.. octets, 1], new byte[octets.Length], [.. Enumerable.Repeat((byte)255, octets.Length)] })
            {
                tiles.Objects.Remove(name);
                if (changed is not null)
                {
                    tiles.Objects[name] = changed;
                }

                var proofs = new TileProofs(tiles, 600, root);
                for (var i = 0; i < 600; i += 37)
                {
                    Assert.True(await proofs.InclusionAsync(i, Leaf(i), Token) is not { } path || InclusionProof.Verify(Leaf(i), i, 600, path, root));
                    Assert.True(await proofs.EntryAsync(i, Token) is not { } entry || entry.Entry.Span.SequenceEqual(MemoryTiles.Entry(i)));
                    Assert.Null(await proofs.ConsistencyAsync(i + 1, Digest.Zero, Token));
                }
            }

            tiles.Objects[name] = octets;
        }
    }

    [Fact]
    public async Task Proofs_PartialTileGoneForTheFullOne_StillProve()
    {
        var (tiles, root) = Log(300);
        var (later, _) = Log(512);
        foreach (var partial in tiles.Objects.Keys.Where(name => name.Contains(".p/", StringComparison.Ordinal) && !name.StartsWith("tile/1", StringComparison.Ordinal)).ToList())
        {
            tiles.Objects.Remove(partial);
        }

        foreach (var (name, octets) in later.Objects)
        {
            tiles.Objects.TryAdd(name, octets);
        }

        var proofs = new TileProofs(tiles, 300, root);
        Assert.NotNull(await proofs.InclusionAsync(299, Leaf(299), Token));
        Assert.NotNull(await proofs.EntryAsync(260, Token));
    }

    internal static Digest Leaf(int index) => MerkleTree.HashLeaf(MemoryTiles.Entry(index));

    internal static (MemoryTiles Tiles, Digest Root) Log(int size)
    {
        var (writer, tiles) = (new TileWriter(), new MemoryTiles());
        for (var i = 0; i < size; i++)
        {
            writer.Append(MemoryTiles.Entry(i));
        }

        tiles.Store(writer.Flush());
        return (tiles, writer.Root);
    }
}
