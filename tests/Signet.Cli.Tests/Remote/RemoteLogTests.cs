using System.Text;
using Signet.Cli.Logs;
using Signet.Cli.Remote;
using Signet.Ledger.Entries;
using Signet.Ledger.Tiles;

namespace Signet.Cli.Tests.Remote;

/// <summary>Auditors that lie, and sizes at which bundles end.</summary>
public sealed class RemoteLogTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

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
    [InlineData(66_000)]
    public async Task Read_OfAnySize_GivesEveryEntryProved(int size)
    {
        await using var auditor = await StartAsync(size);
        using var log = await OpenAsync(auditor);
        Assert.Equal(Enumerable.Range(0, size).Select(i => (long)i), await SeenAsync(log, 0));
        Assert.Equal([size - 1L], await SeenAsync(log, size - 1));
    }

    [Theory]
    [InlineData(300, 0, 7)]
    [InlineData(300, 0, 255)]
    [InlineData(300, 1, 0)]
    [InlineData(300, 1, 43)]
    public async Task Read_AnEntryIsChanged_GivesNoneOfItsBundle(int size, int bundle, int index)
    {
        await using var auditor = await StartAsync(size);
        var width = Math.Min(256, size - (256 * bundle));
        var path = TilePath.Entries(bundle, width).ToString();
        Assert.True(EntryBundle.TryRead(auditor.Objects[path], width, out var read));
        List<ReadOnlyMemory<byte>> entries = [.. read];
        entries[index] = Entry((256 * bundle) + index, 61);
        auditor.Objects[path] = [.. entries.SelectMany(entry => new[] { (byte)(entry.Length >> 8), (byte)entry.Length }.Concat(entry.ToArray()))];
        using var log = await OpenAsync(auditor);
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
    public async Task Read_AnEntryUnderAnotherNumber_IsAFaultOfTheLog()
    {
        await using var auditor = await FakeAuditor.StartAsync([Entry(0), Entry(2)]);
        using var log = await OpenAsync(auditor);
        await Assert.ThrowsAsync<LogFaultException>(() => SeenAsync(log, 0));
    }

    [Fact]
    public async Task Read_AnAuditorThatIsBusy_IsAskedAgain()
    {
        await using var auditor = await StartAsync(300);
        auditor.BeBusyFor(3);
        using var log = await OpenAsync(auditor);
        Assert.Equal(300, (await SeenAsync(log, 0)).Count);
    }

    [Theory]
    [InlineData("/.well-known/signet/keys", "")]
    [InlineData("/.well-known/signet/keys", "[]")]
    [InlineData("/.well-known/signet/keys", "{\"log_id\":7}")]
    [InlineData("checkpoint", "\u001b[2J")]
    public async Task Open_AnswersOfNoAuditor_AreAUsersError(string path, string answer)
    {
        await using var auditor = await StartAsync(3);
        auditor.Objects[path] = Encoding.UTF8.GetBytes(answer);
        await Assert.ThrowsAsync<UserErrorException>(() => OpenAsync(auditor));
    }

    private static Task<FakeAuditor> StartAsync(int size) => FakeAuditor.StartAsync(Enumerable.Range(0, size).Select(i => Entry(i)));

    private static Task<RemoteLog> OpenAsync(FakeAuditor auditor) => RemoteLog.OpenAsync(auditor.Url, new TrustOptions(), TimeProvider.System, Token);

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
}
