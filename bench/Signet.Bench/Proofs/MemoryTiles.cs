using Signet.Ledger.Tiles;

namespace Signet.Bench.Proofs;

/// <summary>Tiles in memory, by name.</summary>
internal sealed class MemoryTiles : ITileSource
{
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _tiles = new(StringComparer.Ordinal);

    public void Store(Tile tile) => _tiles[tile.Path.ToString()] = tile.Octets;

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_tiles.TryGetValue(path, out var octets) ? octets : default(ReadOnlyMemory<byte>?));
}
