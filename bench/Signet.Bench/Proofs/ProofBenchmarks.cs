using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Signet.Ledger;
using Signet.Ledger.Tiles;

namespace Signet.Bench.Proofs;

/// <summary>
/// Proofs from tiles for a random entry, and from a random older tree, each time another one: from a directory, whose files the system has
/// in its cache, and from memory. Against reading the files of the hash tiles above such an entry, two or three of at most 8 KB, which no
/// proof from a directory can do without.
/// </summary>
[MemoryDiagnoser]
public class ProofBenchmarks
{
    private DirectoryTiles? _directory;
    private TileLog _log = null!;
    private TileProofs _proofs = null!;

    [Params(100_000, 10_000_000)]
    public int Entries { get; set; }

    [GlobalSetup(Targets = [nameof(ReadTilesAlone), nameof(InclusionFromDirectory), nameof(ConsistencyFromDirectory)])]
    public void SetUpDirectory()
    {
        _directory = new DirectoryTiles();
        _log = TileLog.Write(Entries, _directory.Store);
        _proofs = new TileProofs(_directory.Open(), _log.Size, _log.Root);
    }

    [GlobalSetup(Targets = [nameof(InclusionFromMemory), nameof(ConsistencyFromMemory)])]
    public void SetUpMemory()
    {
        var tiles = new MemoryTiles();
        _log = TileLog.Write(Entries, tiles.Store);
        _proofs = new TileProofs(tiles, _log.Size, _log.Root);
    }

    [GlobalCleanup]
    public void Cleanup() => _directory?.Dispose();

    [Benchmark(Baseline = true)]
    public int ReadTilesAlone()
    {
        long index = RandomNumberGenerator.GetInt32(Entries);
        var octets = 0;
        for (var level = 0; _log.Size >> (TilePath.Height * level) > 1; level++)
        {
            index /= TilePath.FullWidth;
            var width = Math.Min(TilePath.FullWidth, (_log.Size >> (TilePath.Height * level)) - (index * TilePath.FullWidth));
            if (width > 0)
            {
                octets += File.ReadAllBytes(_directory!.FileOf(TilePath.Hashes(level, index, (int)width))).Length;
            }
        }

        return octets;
    }

    [Benchmark]
    public ValueTask<IReadOnlyList<Digest>> InclusionFromDirectory() => InclusionAsync();

    [Benchmark]
    public ValueTask<IReadOnlyList<Digest>> InclusionFromMemory() => InclusionAsync();

    [Benchmark]
    public ValueTask<IReadOnlyList<Digest>> ConsistencyFromDirectory() => ConsistencyAsync();

    [Benchmark]
    public ValueTask<IReadOnlyList<Digest>> ConsistencyFromMemory() => ConsistencyAsync();

    private async ValueTask<IReadOnlyList<Digest>> InclusionAsync()
    {
        var index = RandomNumberGenerator.GetInt32(Entries);
        return Expect.Some(await _proofs.InclusionAsync(index, TileLog.Leaf(index), CancellationToken.None));
    }

    private async ValueTask<IReadOnlyList<Digest>> ConsistencyAsync()
    {
        var (size, root) = _log.Older[RandomNumberGenerator.GetInt32(_log.Older.Count)];
        return Expect.Some(await _proofs.ConsistencyAsync(size, root, CancellationToken.None));
    }
}
