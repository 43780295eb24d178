using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Ledger.Tiles;
using Signet.Storage.Memory;
using Signet.Storage.Tiles;
using Xunit;

namespace Signet.Storage.Tests.Tiles;

public sealed class TileSourceTests : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _client = new();

    public TileSourceTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _server = builder.Build();
        _server.MapGet("/log/tile/0/000", () => Results.Bytes(new byte[] { 1, 2, 3 }));
        _server.MapGet("/log/tile/0/001", () => Results.StatusCode(StatusCodes.Status500InternalServerError));
        _server.MapGet("/log/tile/0/002", () => Results.Bytes(new byte[EntryBundle.MaxOctets + 1]));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task Http_Tile_IsReadWhatIsNotThereIsNullAndAnythingElseThrows()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await _server.StartAsync(cancellation);
        _client.BaseAddress = new Uri(_server.Urls.Single() + "/log/");
        var source = new HttpTileSource(_client);
        Assert.Equal([1, 2, 3], (await source.ReadAsync(TilePath.Hashes(0, 0).ToString(), cancellation))!.Value.ToArray());
        Assert.Null(await source.ReadAsync(TilePath.Hashes(7, 0).ToString(), cancellation));
        var failed = await Assert.ThrowsAsync<HttpRequestException>(() => source.ReadAsync(TilePath.Hashes(0, 1).ToString(), cancellation).AsTask());
        Assert.Equal(HttpStatusCode.InternalServerError, failed.StatusCode);

        // No tile has as much: a server can't make its reader run out of room.
        await Assert.ThrowsAsync<HttpRequestException>(() => source.ReadAsync(TilePath.Hashes(0, 2).ToString(), cancellation).AsTask());
    }

    [Fact]
    public async Task Derived_TilesOfTheLog_AreReadByTheirNames()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var store = new MemoryStore();
        var writer = new TileWriter();
        for (var i = 0; i < 300; i++)
        {
            writer.Append(BitConverter.GetBytes(i));
        }

        foreach (var tile in writer.Flush())
        {
            await store.PutAsync("log.example", tile.Path.ToString(), tile.Octets, cancellation);
        }

        var proofs = new TileProofs(new DerivedTileSource(store, "log.example"), writer.Size, writer.Root);
        Assert.Equal(BitConverter.GetBytes(299), (await proofs.EntryAsync(299, cancellation))!.Value.Entry.ToArray());
        Assert.Null(await new TileProofs(new DerivedTileSource(store, "log.other"), writer.Size, writer.Root).EntryAsync(299, cancellation));
    }
}
