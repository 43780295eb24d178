using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Signet.Messaging.Tests;

/// <summary>Against a real Kestrel on loopback that answers as a sidecar does.</summary>
public sealed class DaprSecretSourceTests : IAsyncLifetime
{
    private static readonly SecretReference Plain = new("kubernetes", "llm-keys", null);

    private readonly List<(string Method, string Path, string? Token)> _requests = [];
    private RequestDelegate _answer = context => AnswerAsync(context, 200, """{"llm-keys":"sk-1"}""");
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(context =>
        {
            _requests.Add((context.Request.Method, context.Request.Path, context.Request.Headers["dapr-api-token"]));
            return _answer(context);
        });
        await _app.StartAsync(Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Read_OneKey_IsTheSecret()
    {
        using DaprSecretSource sut = Source();

        Assert.Equal("sk-1", await sut.ReadAsync(Plain, Token));

        Assert.Equal(("GET", "/v1.0/secrets/kubernetes/llm-keys", "app-token"), Assert.Single(_requests));
    }

    [Fact]
    public async Task Read_NamedKey_IsTakenOutOfSeveral()
    {
        _answer = context => AnswerAsync(context, 200, """{"openai":"sk-1\n","anthropic":"sk-2"}""");
        using DaprSecretSource sut = Source();

        Assert.Equal("sk-1", await sut.ReadAsync(Plain with { Key = "openai" }, Token));
        Assert.Equal("sk-2", await sut.ReadAsync(Plain with { Key = "anthropic" }, Token));
        Assert.Contains("several keys", (await FailAsync(sut, Plain)).Message, StringComparison.Ordinal);
        Assert.Contains("not in the answer", (await FailAsync(sut, Plain with { Key = "azure" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(204, "")]
    [InlineData(400, """{"errorCode":"ERR_SECRET_STORE_NOT_CONFIGURED","message":"secret store is not configured hunter2"}""")]
    [InlineData(401, """{"errorCode":"ERR_API_TOKEN","message":"hunter2"}""")]
    [InlineData(403, """{"errorCode":"ERR_PERMISSION_DENIED","message":"access denied by policy to get hunter2"}""")]
    [InlineData(404, """{"errorCode":"ERR_SECRET_STORE_NOT_FOUND","message":"failed finding secret store with key hunter2"}""")]
    [InlineData(500, """{"errorCode":"ERR_SECRET_GET","message":"failed getting secret hunter2"}""")]
    [InlineData(307, "")]
    public async Task Read_AnotherStatus_Fails(int status, string body)
    {
        _answer = context => AnswerAsync(context, status, body);
        using DaprSecretSource sut = Source();

        SecretException fault = await FailAsync(sut, Plain);

        Assert.Contains($"the sidecar answered {status}", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", fault.ToString(), StringComparison.Ordinal);
        Assert.Single(_requests);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hunter2")]
    [InlineData("[\"hunter2\"]")]
    [InlineData("{}")]
    [InlineData("""{"llm-keys":2}""")]
    [InlineData("""{"llm-keys":""}""")]
    [InlineData("""{"llm-keys":" "}""")]
    [InlineData("""{"llm-keys":"hunter2\u0001"}""")]
    [InlineData("""{"llm-keys":"hunter2\r\nX: y"}""")]
    [InlineData("""{"llm-keys":"hunter2\ud800"}""")]
    [InlineData("""{"llm-keys":{"deep":"hunter2"}}""")]
    [InlineData("""{"llm-keys":"hunter2","llm-keys":"sk-2"}""")]
    [InlineData("""{"llm-keys":"hunter2"} x""")]
    public async Task Read_AnswerOfAnotherForm_Fails(string body)
    {
        _answer = context => AnswerAsync(context, 200, body);
        using DaprSecretSource sut = Source();

        Assert.DoesNotContain("hunter2", (await FailAsync(sut, Plain)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_KeyOfTheGreatestLength_IsTakenAndNoLonger()
    {
        using DaprSecretSource sut = Source();
        _answer = context => AnswerAsync(context, 200, $$"""{"a":"{{new string('k', 8_192)}}"}""");
        Assert.Equal(8_192, (await sut.ReadAsync(Plain, Token)).Length);

        _answer = context => AnswerAsync(context, 200, $$"""{"a":"{{new string('k', 8_193)}}"}""");
        await FailAsync(sut, Plain);
    }

    [Fact]
    public async Task Read_EndlessAnswer_Fails()
    {
        _answer = async context =>
        {
            byte[] piece = Encoding.ASCII.GetBytes(new string(' ', 64 << 10));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(piece, context.RequestAborted);
            }
        };
        using DaprSecretSource sut = Source();

        Assert.Contains("too large", (await FailAsync(sut, Plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_SlowAnswer_Fails()
    {
        _answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        using DaprSecretSource sut = Source(TimeSpan.FromMilliseconds(50));

        Assert.Contains("took too long", (await FailAsync(sut, Plain)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_CallerEndsTheWait_IsCancelled()
    {
        using var gone = new CancellationTokenSource();
        _answer = async context =>
        {
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };
        using DaprSecretSource sut = Source();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await sut.ReadAsync(Plain, gone.Token));
    }

    [Fact]
    public async Task Read_NobodyThere_Fails()
    {
        using var sut = new DaprSecretSource(new DaprSecretOptions { Endpoint = new Uri("http://127.0.0.1:1") }, TimeProvider.System);

        Assert.Contains("doesn't answer", (await FailAsync(sut, Plain)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../state", "a", null)]
    [InlineData("a/b", "a", null)]
    [InlineData("..", "a", null)]
    [InlineData("a", "b?metadata.x=y", null)]
    [InlineData("a", "", null)]
    [InlineData("a", "b", "c d")]
    [InlineData("a%2e", "b", null)]
    public async Task Read_NameThatNoPathMayHold_AsksNobody(string store, string name, string? key)
    {
        using DaprSecretSource sut = Source();

        await FailAsync(sut, new SecretReference(store, name, key));

        Assert.Empty(_requests);
    }

    [Theory]
    [InlineData(null, null, "http://127.0.0.1:3500/")]
    [InlineData("", "", "http://127.0.0.1:3500/")]
    [InlineData(null, "3501", "http://127.0.0.1:3501/")]
    [InlineData("https://dapr.example:8443", "3501", "https://dapr.example:8443/")]
    public void Of_Variables_NameTheEndpoint(string? endpoint, string? port, string expected)
    {
        DaprSecretOptions options = DaprSecretOptions.Of(endpoint, port, "");

        Assert.Equal((expected, null), (options.Endpoint.AbsoluteUri, options.ApiToken));
    }

    [Theory]
    [InlineData("nonsense", null)]
    [InlineData(null, "0")]
    [InlineData(null, "65536")]
    [InlineData(null, "-1")]
    [InlineData(null, "x")]
    public void Of_Nonsense_Throws(string? endpoint, string? port) => Assert.Throws<ArgumentException>(() => DaprSecretOptions.Of(endpoint, port, null));

    private static async Task<SecretException> FailAsync(DaprSecretSource source, SecretReference secret) =>
        await Assert.ThrowsAsync<SecretException>(async () => await source.ReadAsync(secret, Token));

    private static async Task AnswerAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.Headers.Location = status == 307 ? "/elsewhere" : default;
        if (status != 204)
        {
            await context.Response.WriteAsync(body);
        }
    }

    private DaprSecretSource Source(TimeSpan? timeout = null) => new(
        new DaprSecretOptions { Endpoint = new Uri(_app.Urls.First()), ApiToken = "app-token", Timeout = timeout ?? TimeSpan.FromSeconds(30) },
        TimeProvider.System);
}
