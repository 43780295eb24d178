using Signet.Cli.Logs;
using Signet.Ledger.Entries;

namespace Signet.Cli.Tests.Logs;

public sealed class RenewalWalkTests(LogFixture log) : IClassFixture<LogFixture>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_ClosedLog_ProvesEveryAnchorAndFindsItsCover()
    {
        var location = await LogLocation.OpenAsync(log.Data, new TrustOptions(), Token);
        var anchors = new List<long>();
        await foreach (var stored in LogEntries.ReadAsync(location.Segments, location.LogId, 0, Token))
        {
            if (stored.Entry.Body is AnchorBody)
            {
                anchors.Add(stored.Entry.Seq);
            }
        }

        var walk = await RenewalWalk.RunAsync(location, Token);

        Assert.NotEmpty(anchors);
        Assert.Equal(anchors, walk.Items.Select(item => item.Seq));
        Assert.Empty(walk.Invalid);
        Assert.All(walk.Items, item => Assert.True(item.BackedUntil >= item.ExpiresAt && item.GenTime < item.ExpiresAt));
        Assert.Null(walk.Items[^1].CoveredBy);
        Assert.All(walk.Items, item => Assert.True(
            item.CoveredBy is not { } by || walk.Items.Single(other => other.Seq == by).TreeSize > item.Seq));
    }

    [Fact]
    public async Task Run_NoRoots_SaysSo()
    {
        var location = await LogLocation.OpenAsync(log.Store, new TrustOptions { LogId = log.LogId }, Token);
        await Assert.ThrowsAsync<UserErrorException>(() => RenewalWalk.RunAsync(location, Token));
    }

    [Fact]
    public async Task Run_RootsOfAnotherAuthority_CountsNoAnchor()
    {
        var roots = Path.Combine(log.Data, "keys", "development-tsa-root.pem");
        var location = await LogLocation.OpenAsync(
            log.Store, new TrustOptions { LogId = log.LogId, TsaRoots = [$"another={roots}"] }, Token);
        var walk = await RenewalWalk.RunAsync(location, Token);
        Assert.Empty(walk.Items);
        Assert.NotEmpty(walk.Invalid);
    }
}
