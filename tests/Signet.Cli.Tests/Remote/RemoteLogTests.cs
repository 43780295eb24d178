using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Signet.Cli.Logs;
using Signet.Cli.Remote;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Merkle;
using Signet.Ledger.Tiles;

namespace Signet.Cli.Tests.Remote;

/// <summary>Auditors that lie, and sizes at which bundles end.</summary>
public sealed class RemoteLogTests : IAsyncDisposable
{
    private const string LogId = "a-log";

    private readonly CheckpointSigner _signer = new(LogId, new byte[CheckpointSigner.SeedOctets]);
    private readonly Dictionary<string, byte[]> _objects = new(StringComparer.Ordinal);
    private readonly WebApplication _server = Build();
    private int _busy;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(300)]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(1000)]
    public async Task Read_OfAnySize_GivesEveryEntryProved(int size)
    {
        Fill(size);
        using var log = await OpenAsync();
        var seen = await SeenAsync(log, 0);
        Assert.Equal(Enumerable.Range(0, size).Select(i => (long)i), seen);
        Assert.Equal([size - 1L], await SeenAsync(log, size - 1));
    }

    [Theory]
    [InlineData(300, 0, 7)]
    [InlineData(300, 0, 255)]
    [InlineData(300, 1, 0)]
    [InlineData(300, 1, 43)]
    public async Task Read_AnEntryIsChanged_GivesNoneOfItsBundle(int size, int bundle, int index)
    {
        Fill(size);
        var path = TilePath.Entries(bundle, Math.Min(256, size - (256 * bundle))).ToString();
        var entries = new List<ReadOnlyMemory<byte>>();
        Assert.True(EntryBundle.TryRead(_objects[path], Math.Min(256, size - (256 * bundle)), out var read));
        entries.AddRange(read);
        entries[index] = Entry((256 * bundle) + index, 61);
        _objects[path] = [.. entries.SelectMany(entry => new[] { (byte)(entry.Length >> 8), (byte)entry.Length }.Concat(entry.ToArray()))];
        using var log = await OpenAsync();
        var seen = new List<long>();
        await Assert.ThrowsAsync<LogFaultException>(async () =>
        {
            await foreach (var stored in log.ReadAsync(0, Token))
            {
                seen.Add(stored.Entry.Seq);
            }
        });
        Assert.Equal(256 * bundle, seen.Count);
    }

    [Fact]
    public async Task Read_AnAuditorThatIsBusy_IsAskedAgain()
    {
        Fill(300);
        _busy = 3;
        using var log = await OpenAsync();
        Assert.Equal(300, (await SeenAsync(log, 0)).Count);
    }

    [Theory]
    [InlineData("/.well-known/signet/keys", "")]
    [InlineData("/.well-known/signet/keys", "[]")]
    [InlineData("/.well-known/signet/keys", "{\"log_id\":7}")]
    [InlineData("checkpoint", "\u001b[2J")]
    public async Task Open_AnswersOfNoAuditor_AreOneSentence(string path, string answer)
    {
        Fill(3);
        _objects[path] = Encoding.UTF8.GetBytes(answer);
        await Assert.ThrowsAsync<UserErrorException>(OpenAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _signer.Dispose();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        return builder.Build();
    }

    private static byte[] Entry(long seq, long interval = 60) =>
        EntryCodec.Write(new Entry(seq, DateTimeOffset.UnixEpoch, new HeartbeatBody { IntervalSeconds = interval }));

    private static async Task<List<long>> SeenAsync(RemoteLog log, long from)
    {
        var seen = new List<long>();
        await foreach (var stored in log.ReadAsync(from, Token))
        {
            seen.Add(stored.Entry.Seq);
        }

        return seen;
    }

    private void Fill(int size)
    {
        var (writer, tree) = (new TileWriter(), new MerkleTree());
        for (var i = 0; i < size; i++)
        {
            writer.Append(Entry(i));
            tree.Append(MerkleTree.HashLeaf(Entry(i)));
        }

        foreach (var tile in writer.Flush())
        {
            _objects[tile.Path.ToString()] = tile.Octets.ToArray();
        }

        _objects["checkpoint"] = _signer.Sign(new Checkpoint(LogId, size, tree.Root));
        _objects["/.well-known/signet/keys"] = JsonSerializer.SerializeToUtf8Bytes(new { log_id = LogId, checkpoint_vkey = _signer.VerifierKey.ToString() });
    }

    private async Task<RemoteLog> OpenAsync()
    {
        _server.Urls.Add("http://127.0.0.1:0");
        _server.Run(async http =>
        {
            if (_busy-- > 0)
            {
                http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
                http.Response.Headers.RetryAfter = "0";
                return;
            }

            var path = http.Request.Path.Value!;
            if (_objects.TryGetValue(path.StartsWith("/log/", StringComparison.Ordinal) ? path[5..] : path, out var octets))
            {
                await http.Response.Body.WriteAsync(octets);
                return;
            }

            http.Response.StatusCode = StatusCodes.Status404NotFound;
        });
        await _server.StartAsync(Token);
        return await RemoteLog.OpenAsync(_server.Urls.First(), new TrustOptions(), TimeProvider.System, Token);
    }
}
