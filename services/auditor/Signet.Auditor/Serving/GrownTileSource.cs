using Signet.Ledger;
using Signet.Ledger.Tiles;

namespace Signet.Auditor.Serving;

/// <summary>
/// Gives partial tiles of any earlier size of the tree out of what is published: their hashes are the first of the wider tile that stands
/// at the right edge now. Bundles are given as they are.
/// </summary>
internal sealed class GrownTileSource(ITileSource published, long size) : ITileSource
{
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        if (await published.ReadAsync(path, cancellationToken).ConfigureAwait(false) is { } present)
        {
            return present;
        }

        if (!TilePath.TryParse(path, out var tile) || tile.IsFull || tile.IsEntries)
        {
            return null;
        }

        var width = (size >> (TilePath.Height * tile.Level)) - (tile.Index * TilePath.FullWidth);
        if (width <= tile.Width || width >= TilePath.FullWidth)
        {
            return null;
        }

        var wider = TilePath.Hashes(tile.Level, tile.Index, (int)width);
        return await published.ReadAsync(wider.ToString(), cancellationToken).ConfigureAwait(false) is { } octets &&
            octets.Length == width * Digest.Size
            ? octets[..(tile.Width * Digest.Size)]
            : null;
    }
}
