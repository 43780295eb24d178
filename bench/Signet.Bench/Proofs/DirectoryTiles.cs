using Signet.Ledger.Tiles;
using Signet.Storage.Directories;
using Signet.Storage.Tiles;

namespace Signet.Bench.Proofs;

/// <summary>
/// Tiles as files in a temporary directory, read as the store's own are. Written without its care: that synchronises each file to the disk,
/// which forty thousand files that will be thrown away don't need.
/// </summary>
internal sealed class DirectoryTiles : IDisposable
{
    private const string Derived = "derived";

    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("signet-bench-");

    /// <summary>The tiles through the store's reader.</summary>
    public ITileSource Open() => new DerivedTileSource(DirectoryReader.Open(_root.FullName), SampleLog.LogId);

    public string FileOf(TilePath tile) => Path.Combine(_root.FullName, Derived, SampleLog.LogId, tile.ToString());

    public void Store(Tile tile)
    {
        var file = FileOf(tile.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, tile.Octets.Span);
    }

    public void Dispose() => _root.Delete(recursive: true);
}
