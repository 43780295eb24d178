using Signet.Ledger.Tiles;

namespace Signet.Cli.Remote;

/// <summary>Remembers the last tiles of hashes, so that proofs of neighbours don't fetch the upper levels again. Bundles pass.</summary>
internal sealed class TileCache(ITileSource source) : ITileSource
{
    private const int MaxTiles = 64;
    private const string Checkpoint = "checkpoint";
    private const string Entries = "tile/entries/";

    private readonly Dictionary<string, ReadOnlyMemory<byte>> _tiles = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (_tiles.TryGetValue(path, out var known))
        {
            return known;
        }

        var read = await source.ReadAsync(path, cancellationToken);
        if (read is { } octets && path != Checkpoint && !path.StartsWith(Entries, StringComparison.Ordinal))
        {
            if (_order.Count == MaxTiles)
            {
                _tiles.Remove(_order.Dequeue());
            }

            _tiles[path] = octets;
            _order.Enqueue(path);
        }

        return read;
    }
}
