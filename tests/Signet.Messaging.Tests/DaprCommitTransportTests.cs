using Xunit;

namespace Signet.Messaging.Tests;

public sealed class DaprCommitTransportTests
{
    public static TheoryData<DaprCommitTransportOptions> Bad =>
    [
        new DaprCommitTransportOptions { Endpoint = new Uri("/", UriKind.Relative) },
        new DaprCommitTransportOptions { Endpoint = new Uri("http://user@127.0.0.1") },
        new DaprCommitTransportOptions { Endpoint = new Uri("http://127.0.0.1/?q") },
        new DaprCommitTransportOptions { ApiToken = "" },
        new DaprCommitTransportOptions { ApiToken = "two words" },
        new DaprCommitTransportOptions { ApiToken = new string('x', 4_097) },
        new DaprCommitTransportOptions { PubSub = "" },
        new DaprCommitTransportOptions { Topic = new string('x', 129) },
        new DaprCommitTransportOptions { Timeout = TimeSpan.Zero },
        new DaprCommitTransportOptions { Timeout = TimeSpan.FromMinutes(6) },
        new DaprCommitTransportOptions { MaxRequestOctets = 1_000 },
        new DaprCommitTransportOptions { MaxRequestOctets = 65 << 20 },
    ];

    [Theory]
    [MemberData(nameof(Bad))]
    public void Create_OptionOutOfRange_IsRefused(DaprCommitTransportOptions options) =>
        Assert.Throws<ArgumentException>(() => new DaprCommitTransport(options, TimeProvider.System));

    [Fact]
    public async Task Send_NobodyListens_IsRetry()
    {
        using var sut = new DaprCommitTransport(new DaprCommitTransportOptions { Endpoint = new Uri("http://127.0.0.1:1") }, TimeProvider.System);
        using var events = new Testing.Auditor.TestEvents("a.log", "gateway.1", TimeProvider.System.GetUtcNow());
        var token = TestContext.Current.CancellationToken;

        Assert.Equal([CommitOutcome.Retry, CommitOutcome.Retry], await sut.SendAsync([events.Wire(0), "no event"u8.ToArray()], token));
        Assert.Empty(await sut.SendAsync([], token));
        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync([events.Wire(0)], new CancellationToken(canceled: true)));
    }
}
