using Signet.Ledger.Tiles;

namespace Signet.Ledger.Tests.Tiles;

/// <summary>Tiles in memory, which tests take away and change.</summary>
internal sealed class MemoryTiles : ITileSource
{
    public Dictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    public int Reads { get; private set; }

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        Reads++;
        return new(Objects.TryGetValue(path, out var octets) ? octets : default(ReadOnlyMemory<byte>?));
    }

    public void Store(IEnumerable<Tile> tiles)
    {
        foreach (var tile in tiles)
        {
            Objects[tile.Path.ToString()] = tile.Octets.ToArray();
        }
    }

    public static byte[] Entry(long index) => BitConverter.GetBytes(index * 7);
}
