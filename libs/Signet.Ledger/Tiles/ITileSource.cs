namespace Signet.Ledger.Tiles;

/// <summary>Where tiles are read. What it gives is not believed before a checkpoint proves it.</summary>
public interface ITileSource
{
    /// <summary>The octets of a tile, or of the checkpoint, by name; null when there is none.</summary>
    ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken);
}
