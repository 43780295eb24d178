using Signet.Ledger.Tiles;

namespace Signet.Storage.Tiles;

/// <summary>The tiles of one log among its derived objects, whose names are those of C2SP tlog-tiles.</summary>
/// <param name="derived">Where they stand.</param>
/// <param name="logId">The log: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</param>
public sealed class DerivedTileSource(IDerivedReader derived, string logId) : ITileSource
{
    /// <inheritdoc/>
    /// <exception cref="StoreException">The object could not be read.</exception>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken) =>
        derived.ReadAsync(logId, path, cancellationToken);
}
