using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Tests.Tiles;
using Signet.Ledger.Tiles;
using Xunit;

namespace Signet.Ledger.Tests.Fuzzing;

/// <summary>
/// Tiles: no octets give a proof, an entry or a head other than the true one. A sample's first octet says which object it takes the place
/// of.
/// </summary>
internal static class TileTargets
{
    private const string LogId = "log.example";
    private const int Size = 300;
    private const int OlderSize = 260;

    private static readonly MemoryTiles Whole = TileProofsTests.Log(Size).Tiles;
    private static readonly MemoryTiles Older = TileProofsTests.Log(OlderSize).Tiles;
    private static readonly string[] Names = [.. Whole.Objects.Keys.Order(StringComparer.Ordinal)];
    private static readonly Digest[] Leaves = [.. Enumerable.Range(0, Size).Select(TileProofsTests.Leaf)];
    private static readonly Digest Root = InclusionProof.RootOf(Leaves);
    private static readonly Digest OlderRoot = InclusionProof.RootOf(Leaves.AsSpan(0, OlderSize));
    private static readonly CheckpointSigner Signer = new(LogId, new byte[32]);
    private static readonly Checkpoint[] Heads = [new(LogId, Size, Root), new(LogId, OlderSize, OlderRoot), new(LogId, 20, Digest.Zero)];

    public static FuzzTarget[] All { get; } =
    [
        new("entry-bundle", ["EntryBundle.TryRead"], [.. Bundles()], Bundle),
        new("tile-proofs", ["TileProofs"], [.. Samples()], octets => Proves(octets).GetAwaiter().GetResult()),
        new("tile-writer", ["TileWriter.ResumeAsync"], [.. Samples()], octets => Resumes(octets).GetAwaiter().GetResult()),
        new("tile-log-client", ["TileLogClient"], [.. Heads[..2].Select(Signer.Sign)], octets => Follows(octets).GetAwaiter().GetResult()),
    ];

    private static bool Bundle(byte[] octets)
    {
        var width = octets.Length == 0 ? 0 : octets[0];
        ReadOnlyMemory<byte> bundle = octets.AsMemory(Math.Min(1, octets.Length));
        if (!EntryBundle.TryRead(bundle, width, out var entries))
        {
            return false;
        }

        var again = new List<byte>();
        foreach (var entry in entries)
        {
            EntryBundle.Append(again, entry.Span);
        }

        FuzzTargets.Same(bundle.Span, [.. again]);
        Assert.Equal(width, entries.Count);
        return true;
    }

    private static async Task<bool> Proves(byte[] octets)
    {
        var proofs = new TileProofs(With(octets), Size, Root);
        var proved = true;
        foreach (var index in new[] { 0, 7, 255, 256, 299 })
        {
            var expected = InclusionProof.Create(index, Leaves);
            var path = await proofs.InclusionAsync(index, Leaves[index], CancellationToken.None);
            var entry = await proofs.EntryAsync(index, CancellationToken.None);
            Assert.True(path is null || path.SequenceEqual(expected));
            Assert.True(entry is not { } found ||
                (found.Entry.Span.SequenceEqual(MemoryTiles.Entry(index)) && found.Path.SequenceEqual(expected)));
            Assert.Null(await proofs.InclusionAsync(index, Leaves[1], CancellationToken.None));
            proved &= path is not null && entry is not null;
        }

        var consistency = await proofs.ConsistencyAsync(OlderSize, OlderRoot, CancellationToken.None);
        Assert.True(consistency is null || ConsistencyProof.Verify(OlderSize, OlderRoot, Size, Root, [.. consistency]));
        Assert.Null(await proofs.ConsistencyAsync(OlderSize, Root, CancellationToken.None));
        for (var bundle = 0; bundle < 3; bundle++)
        {
            Assert.True(await proofs.BundleAsync(bundle, CancellationToken.None) is not { } read || read.Count is 44 or 256);
        }

        return proved && consistency is not null;
    }

    private static async Task<bool> Resumes(byte[] octets)
    {
        var tiles = With(octets);
        if (await TileWriter.ResumeAsync(Size, Root, tiles, CancellationToken.None) is not { } resumed)
        {
            return false;
        }

        var writer = new TileWriter();
        for (var i = 0; i < 520; i++)
        {
            if (i == Size)
            {
                _ = writer.Flush();
                Assert.Equal((writer.Size, writer.Root), (resumed.Size, resumed.Root));
            }

            writer.Append(MemoryTiles.Entry(i));
            if (i >= Size)
            {
                resumed.Append(MemoryTiles.Entry(i));
            }
        }

        Assert.Equal(writer.Root, resumed.Root);
        Assert.Equal(
            writer.Flush().Select(tile => (tile.Path, Convert.ToHexString(tile.Octets.Span))),
            resumed.Flush().Select(tile => (tile.Path, Convert.ToHexString(tile.Octets.Span))));
        return true;
    }

    private static async Task<bool> Follows(byte[] octets)
    {
        var tiles = new MemoryTiles();
        foreach (var (name, tile) in Whole.Objects)
        {
            tiles.Objects[name] = tile;
        }

        foreach (var (name, tile) in Older.Objects)
        {
            tiles.Objects.TryAdd(name, tile);
        }

        tiles.Objects["checkpoint"] = octets;
        var before = new Checkpoint(LogId, 256, InclusionProof.RootOf(Leaves.AsSpan(0, 256)));
        var client = new TileLogClient(tiles, Signer.VerifierKey, LogId) { Last = before };
        var result = await client.UpdateAsync(CancellationToken.None);
        Assert.True(result == TileLogResult.Taken ? Heads.Contains(client.Last) : client.Last == before);

        var forked = new TileLogClient(tiles, Signer.VerifierKey, LogId) { Last = new Checkpoint(LogId, 256, Digest.Zero) };
        Assert.NotEqual(TileLogResult.Taken, await forked.UpdateAsync(CancellationToken.None));
        var stranger = new TileLogClient(tiles, Signer.VerifierKey, "another origin");
        Assert.Equal(TileLogResult.NotSigned, await stranger.UpdateAsync(CancellationToken.None));
        return result == TileLogResult.Taken;
    }

    private static MemoryTiles With(byte[] sample)
    {
        var tiles = new MemoryTiles();
        foreach (var (name, octets) in Whole.Objects)
        {
            tiles.Objects[name] = octets;
        }

        if (sample.Length > 0)
        {
            tiles.Objects[Names[sample[0] % Names.Length]] = sample[1..];
        }

        return tiles;
    }

    private static IEnumerable<byte[]> Samples() => Names.Select((name, i) => (byte[])[(byte)i, .. Whole.Objects[name]]);

    private static IEnumerable<byte[]> Bundles() =>
        [[0], [1, 0, 0], [2, 0, 1, 65, 0, 0], [44, .. Whole.Objects["tile/entries/001.p/44"]], [1, 0xff, 0xff, .. new byte[65_535]]];
}
