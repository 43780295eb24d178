using CsCheck;
using Signet.Ledger.Merkle;
using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Tiles;

public class TileWriterTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Root_AnySize_IsThatOfTheTree()
    {
        var (writer, tree) = (new TileWriter(), new MerkleTree());
        Assert.Equal(tree.Root, writer.Root);
        for (var i = 0; i < 66_100; i++)
        {
            writer.Append(MemoryTiles.Entry(i));
            tree.Append(MerkleTree.HashLeaf(MemoryTiles.Entry(i)));
            if (i is < 600 or > 65_500 || i % 1_009 == 0)
            {
                Assert.Equal(tree.Root, writer.Root);
            }
        }
    }

    [Fact]
    public void Flush_AnySteps_NoTileIsStoredTwiceWithOtherOctets() =>
        Gen.Int[1, 300].Array[1, 12].Sample(
            steps =>
            {
                var (writer, tiles) = (new TileWriter(), new MemoryTiles());
                foreach (var step in steps)
                {
                    for (var i = 0; i < step; i++)
                    {
                        writer.Append(MemoryTiles.Entry(writer.Size));
                    }

                    foreach (var tile in writer.Flush())
                    {
                        var name = tile.Path.ToString();
                        Assert.True(!tiles.Objects.TryGetValue(name, out var before) || before.AsSpan().SequenceEqual(tile.Octets.Span), name);
                        tiles.Objects[name] = tile.Octets.ToArray();
                    }

                    Assert.DoesNotContain(writer.Flush(), tile => tile.Path.IsFull);
                }
            },
            iter: 50);

    [Fact]
    public async Task Resume_BehindAnyFlush_GoesOnTheSame()
    {
        var (writer, tiles) = (new TileWriter(), new MemoryTiles());
        foreach (var size in new[] { 1, 2, 255, 256, 257, 511, 512, 700, 65_535, 65_536, 65_537, 65_900 })
        {
            while (writer.Size < size)
            {
                writer.Append(MemoryTiles.Entry(writer.Size));
            }

            tiles.Store(writer.Flush());
            var resumed = await TileWriter.ResumeAsync(size, writer.Root, tiles, Token);
            Assert.NotNull(resumed);
            Assert.Equal((writer.Size, writer.Root), (resumed.Size, resumed.Root));
            writer = resumed;
        }
    }

    [Fact]
    public async Task Resume_TilesMissingOrChanged_IsNull()
    {
        var (writer, tiles) = (new TileWriter(), new MemoryTiles());
        for (var i = 0; i < 700; i++)
        {
            writer.Append(MemoryTiles.Entry(i));
        }

        tiles.Store(writer.Flush());
        Assert.Null(await TileWriter.ResumeAsync(700, Digest.Zero, tiles, Token));
        foreach (var name in new[] { "tile/0/002.p/188", "tile/1/000.p/2", "tile/entries/002.p/188" })
        {
            var octets = tiles.Objects[name];
            foreach (var changed in new[] { null, octets[1..], [.. octets, 0], Flip(octets) })
            {
                tiles.Objects.Remove(name);
                if (changed is not null)
                {
                    tiles.Objects[name] = changed;
                }

                Assert.Null(await TileWriter.ResumeAsync(700, writer.Root, tiles, Token));
            }

            tiles.Objects[name] = octets;
        }

        Assert.NotNull(await TileWriter.ResumeAsync(700, writer.Root, tiles, Token));
    }

    private static byte[] Flip(byte[] octets)
    {
        byte[] changed = [.. octets];
        changed[^1] ^= 1;
        return changed;
    }
}
