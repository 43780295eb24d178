using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Signet.Messaging.Tests;

/// <summary>Against a real Kestrel on loopback.</summary>
public sealed class HttpCommitTransportTests : IAsyncLifetime
{
    private readonly List<(string Path, string? Token, string? Type, List<string> Lines)> _requests = [];
    private Func<HttpContext, int, Task> _answer = AllRecordedAsync;
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(async context =>
        {
            IReadOnlyList<ReadOnlyMemory<byte>>? events = await CommitBatchFormat.ReadEventsAsync(context.Request.Body, context.RequestAborted);
            _requests.Add((
                context.Request.Path,
                context.Request.Headers["dapr-api-token"],
                context.Request.ContentType,
                [.. events!.Select(octets => Encoding.UTF8.GetString(octets.Span))]));
            await _answer(context, events!.Count);
        });
        await _app.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Send_Batch_ArrivesAsItIsAndOutcomesComeBack()
    {
        _answer = (context, _) => context.Response.WriteAsync("""{"outcomes":["recorded","quarantined","retry"]}""");
        using HttpCommitTransport sut = Transport("/v1.0/invoke/auditor/method/", "app-token");

        IReadOnlyList<CommitOutcome> outcomes = await sut.SendAsync(Events("{\"a\":1}", "{\"b\":2}", "{\"c\":3}"), Token);

        Assert.Equal([CommitOutcome.Recorded, CommitOutcome.Quarantined, CommitOutcome.Retry], outcomes);
        (string path, string? token, string? type, List<string> lines) = Assert.Single(_requests);
        Assert.Equal("/v1.0/invoke/auditor/method/commits", path);
        Assert.Equal("app-token", token);
        Assert.Equal("application/x-ndjson", type);
        Assert.Equal(["{\"a\":1}", "{\"b\":2}", "{\"c\":3}"], lines);
        Assert.Equal(AcknowledgementLevel.Chain, sut.Level);
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("signet.auditor-1_a")]
    public async Task Send_ByAppId_GoesThroughTheSidecarsInvocation(string appId)
    {
        using HttpCommitTransport sut = new(
            new HttpCommitTransportOptions { BaseAddress = new Uri(_app.Urls.Single()), AppId = appId, ApiToken = "sidecar-token" }, TimeProvider.System);

        Assert.Equal([CommitOutcome.Recorded], await sut.SendAsync(Events("{}"), Token));
        (string path, string? token, _, _) = Assert.Single(_requests);
        Assert.Equal(($"/v1.0/invoke/{appId}/method/commits", "sidecar-token"), (path, token));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../auditor")]
    [InlineData(".")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    public void Create_AppIdThatIsNone_IsRefused(string appId) => Assert.Throws<ArgumentException>(
        () => new HttpCommitTransport(new HttpCommitTransportOptions { BaseAddress = new Uri("http://127.0.0.1"), AppId = appId }, TimeProvider.System));

    [Fact]
    public async Task Send_MoreThanABatch_IsSplitInOrder()
    {
        using HttpCommitTransport sut = Transport();
        string[] events = [.. Enumerable.Range(0, 600).Select(i => $"{i}")];

        IReadOnlyList<CommitOutcome> outcomes = await sut.SendAsync(Events(events), Token);

        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.Equal(600, outcomes.Count);
        Assert.Equal([256, 256, 88], _requests.Select(request => request.Lines.Count));
        Assert.Equal(events, _requests.SelectMany(request => request.Lines));
        Assert.All(_requests, request => Assert.Equal(("/commits", null), (request.Path, request.Token)));
    }

    [Fact]
    public async Task Send_LargeEvents_AreSplitBySize()
    {
        using HttpCommitTransport sut = Transport();
        string large = new('x', 60_000);

        IReadOnlyList<CommitOutcome> outcomes = await sut.SendAsync(Events([.. Enumerable.Repeat(large, 200)]), Token);

        Assert.All(outcomes, outcome => Assert.Equal(CommitOutcome.Recorded, outcome));
        Assert.Equal([52, 52, 52, 44], _requests.Select(request => request.Lines.Count));
    }

    [Fact]
    public async Task Send_EventThatCanBeNoLine_IsRetryAndTheOthersGo()
    {
        using HttpCommitTransport sut = Transport();

        IReadOnlyList<CommitOutcome> outcomes = await sut.SendAsync(Events("a", "b\nc", "", new string('x', 65_537), "d"), Token);

        Assert.Equal(
            [CommitOutcome.Recorded, CommitOutcome.Retry, CommitOutcome.Retry, CommitOutcome.Retry, CommitOutcome.Recorded], outcomes);
        Assert.Equal(["a", "d"], Assert.Single(_requests).Lines);
    }

    [Theory]
    [InlineData(201, """{"outcomes":["recorded"]}""")]
    [InlineData(500, """{"outcomes":["recorded"]}""")]
    [InlineData(302, "")]
    [InlineData(200, "")]
    [InlineData(200, """{"outcomes":[]}""")]
    [InlineData(200, """{"outcomes":["recorded","recorded"]}""")]
    [InlineData(200, """{"outcomes":["stored"]}""")]
    [InlineData(200, "<html>")]
    public async Task Send_UnexpectedAnswer_IsRetry(int status, string body)
    {
        _answer = (context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/elsewhere";
            return context.Response.WriteAsync(body);
        };
        using HttpCommitTransport sut = Transport(token: "app-token");

        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync(Events("a"), Token));
        Assert.Single(_requests);
    }

    [Fact]
    public async Task Send_AnswerTooLarge_IsRetry()
    {
        _answer = (context, _) => context.Response.WriteAsync(
            new string(' ', CommitBatchFormat.MaxResponseOctets) + """{"outcomes":["recorded"]}""");
        using HttpCommitTransport sut = Transport();

        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync(Events("a"), Token));
    }

    [Fact]
    public async Task Send_SecondBatchFails_KeepsTheFirstAndSendsNoThird()
    {
        _answer = (context, count) => _requests.Count == 1 ? AllRecordedAsync(context, count) : AbortAsync(context);
        using HttpCommitTransport sut = Transport();

        IReadOnlyList<CommitOutcome> outcomes = await sut.SendAsync(Events([.. Enumerable.Repeat("a", 600)]), Token);

        Assert.Equal(256, outcomes.Count(outcome => outcome == CommitOutcome.Recorded));
        Assert.All(outcomes.Skip(256), outcome => Assert.Equal(CommitOutcome.Retry, outcome));
        Assert.Equal(2, _requests.Count);
    }

    [Fact]
    public async Task Send_NobodyAnswersInTime_IsRetry()
    {
        _answer = async (context, count) =>
        {
            await context.Response.StartAsync(Token);
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using HttpCommitTransport sut = Transport(timeout: TimeSpan.FromMilliseconds(50));

        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync(Events("a"), Token));
    }

    [Fact]
    public async Task Send_CancelledOrNobodyListens_IsRetry()
    {
        using HttpCommitTransport sut = Transport();
        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync(Events("a"), new CancellationToken(canceled: true)));
        await _app.StopAsync(Token);

        Assert.Equal([CommitOutcome.Retry], await sut.SendAsync(Events("a"), Token));
        Assert.Empty(await sut.SendAsync([], Token));
    }

    [Theory]
    [InlineData("ftp://a/", null)]
    [InlineData("http://user:secret@a/", null)]
    [InlineData("http://a/?x=1", null)]
    [InlineData("http://a/", "")]
    [InlineData("http://a/", "a\r\nb")]
    public void Create_UnusableOptions_ThrowsWithoutTheSecret(string address, string? token)
    {
        var options = new HttpCommitTransportOptions { BaseAddress = new Uri(address), ApiToken = token };

        var exception = Assert.Throws<ArgumentException>(() => new HttpCommitTransport(options, TimeProvider.System));

        Assert.DoesNotContain("secret", exception.Message, StringComparison.Ordinal);
    }

    private static List<ReadOnlyMemory<byte>> Events(params string[] events) =>
        [.. events.Select(text => new ReadOnlyMemory<byte>(Encoding.UTF8.GetBytes(text)))];

    private static async Task AllRecordedAsync(HttpContext context, int count) =>
        await context.Response.Body.WriteAsync(CommitBatchFormat.WriteOutcomes([.. Enumerable.Repeat(CommitOutcome.Recorded, count)]), Token);

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private HttpCommitTransport Transport(string path = "", string? token = null, TimeSpan? timeout = null) => new(
        new HttpCommitTransportOptions
        {
            BaseAddress = new Uri(_app.Urls.Single() + path),
            ApiToken = token,
            Timeout = timeout ?? TimeSpan.FromSeconds(30),
        },
        TimeProvider.System);
}
