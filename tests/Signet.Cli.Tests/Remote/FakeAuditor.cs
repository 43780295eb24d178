using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Merkle;
using Signet.Ledger.Tiles;

namespace Signet.Cli.Tests.Remote;

/// <summary>Serves any entries as an auditor serves a log, and whatever a test puts in their place.</summary>
internal sealed class FakeAuditor : IAsyncDisposable
{
    public const string LogId = "a-log";

    private readonly CheckpointSigner _signer = new(LogId, new byte[CheckpointSigner.SeedOctets]);
    private readonly WebApplication _server;
    private int _busy;

    private FakeAuditor(WebApplication server) => _server = server;

    public string Url => _server.Urls.First();

    public string Vkey => _signer.VerifierKey.ToString();

    /// <summary>What is served, by name below <c>log/</c> or by path.</summary>
    public Dictionary<string, byte[]> Objects { get; } = new(StringComparer.Ordinal);

    public static async Task<FakeAuditor> StartAsync(IEnumerable<byte[]> entries)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var auditor = new FakeAuditor(builder.Build());
        auditor.Fill(entries);
        auditor._server.Urls.Add("http://127.0.0.1:0");
        auditor._server.Run(auditor.AnswerAsync);
        await auditor._server.StartAsync(TestContext.Current.CancellationToken);
        return auditor;
    }

    /// <summary>Refuses the next requests as too many.</summary>
    public void BeBusyFor(int requests) => _busy = requests;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _signer.Dispose();
    }

    private void Fill(IEnumerable<byte[]> entries)
    {
        var (writer, tree) = (new TileWriter(), new MerkleTree());
        foreach (var entry in entries)
        {
            writer.Append(entry);
            tree.Append(MerkleTree.HashLeaf(entry));
        }

        foreach (var tile in writer.Flush())
        {
            Objects[tile.Path.ToString()] = tile.Octets.ToArray();
        }

        Objects["checkpoint"] = _signer.Sign(new Checkpoint(LogId, tree.Size, tree.Root));
        Objects["/.well-known/signet/keys"] = JsonSerializer.SerializeToUtf8Bytes(new { log_id = LogId, checkpoint_vkey = Vkey });
    }

    private async Task AnswerAsync(HttpContext http)
    {
        if (Interlocked.Decrement(ref _busy) >= 0)
        {
            http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            http.Response.Headers.RetryAfter = "0";
            return;
        }

        var path = http.Request.Path.Value!;
        if (Objects.TryGetValue(path.StartsWith("/log/", StringComparison.Ordinal) ? path[5..] : path, out var octets))
        {
            await http.Response.Body.WriteAsync(octets);
            return;
        }

        http.Response.StatusCode = StatusCodes.Status404NotFound;
    }
}
