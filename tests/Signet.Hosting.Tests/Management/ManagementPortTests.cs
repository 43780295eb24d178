using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Signet.Hosting.Management;
using Signet.Hosting.Telemetry;
using Xunit;

namespace Signet.Hosting.Tests.Management;

/// <summary>Real Kestrel on loopback, both ports chosen by the system.</summary>
public sealed class ManagementPortTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource _hanging = new();
    private readonly HttpClient _client = new();
    private HealthCheckResult _ready = HealthCheckResult.Healthy();
    private Func<Task<HealthCheckResult>>? _check;
    private WebApplication _app = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private SignetListeners Listeners => _app.Services.GetRequiredService<SignetListeners>();

    private Uri Public => new($"http://{Listeners.Public}");

    private Uri Management => new($"http://{Listeners.Management}");

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Services.AddSingleton<TimeProvider>(_time);
        builder.AddSignetDefaults("tested");
        builder.Logging.ClearProviders();
        builder.AddSignetListeners(options =>
        {
            options.Public = new IPEndPoint(IPAddress.Loopback, 0);
            options.Management = new IPEndPoint(IPAddress.Loopback, 0);
        });
        builder.Services.AddHealthChecks()
            .AddAsyncCheck("store", () => _check?.Invoke() ?? Task.FromResult(_ready), [ReadinessTag.Name])
            .AddCheck("untagged", () => HealthCheckResult.Unhealthy());
        _app = builder.Build();
        _app.MapGet("/", () => "application");
        _app.MapGet("/healthz", () => "application");
        _app.MapFallback(() => Results.Text("application", statusCode: StatusCodes.Status418ImATeapot));
        await _app.StartAsync(Token);
    }

    public async ValueTask DisposeAsync()
    {
        _hanging.TrySetResult();
        _client.Dispose();
        await _app.DisposeAsync();
    }

    [Fact]
    public async Task Healthz_ManagementPort_SaysWhoItIs()
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(Management, "/healthz"), Token);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Token));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("ok", json.RootElement.GetProperty("status").GetString());
        Assert.Equal("tested", json.RootElement.GetProperty("service").GetString());
        Assert.NotEmpty(json.RootElement.GetProperty("version").GetString()!);
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Version_ManagementPort_HasNameAndVersionOnly()
    {
        using var json = JsonDocument.Parse(await _client.GetStringAsync(new Uri(Management, "/version"), Token));

        Assert.Equal(["service", "version"], json.RootElement.EnumerateObject().Select(member => member.Name));
    }

    [Theory]
    [InlineData("/readyz")]
    [InlineData("/version")]
    [InlineData("/metrics")]
    public async Task PublicPort_ManagementPath_IsTheApplications(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(Public, path), Token);

        Assert.Equal((HttpStatusCode)StatusCodes.Status418ImATeapot, response.StatusCode);
        Assert.Equal("application", await response.Content.ReadAsStringAsync(Token));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/v1/chat/completions")]
    [InlineData("/METRICS/x")]
    public async Task ManagementPort_ApplicationPath_IsNotFound(string path)
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(Management, path), Token);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsStringAsync(Token));
    }

    [Fact]
    public async Task EitherPort_HostHeaderOfTheOther_ChangesNothing()
    {
        string onPublic = await RawAsync(Listeners.Public!, $"GET /metrics HTTP/1.1\r\nHost: {Listeners.Management}\r\nConnection: close\r\n\r\n");
        string absolute = await RawAsync(
            Listeners.Public!, $"GET http://{Listeners.Management}/metrics HTTP/1.1\r\nHost: {Listeners.Management}\r\nConnection: close\r\n\r\n");
        string onManagement = await RawAsync(Listeners.Management!, $"GET / HTTP/1.1\r\nHost: {Listeners.Public}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 418", onPublic, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 418", absolute, StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 404", onManagement, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManagementPort_OtherMethods_AreNotAllowed()
    {
        using HttpResponseMessage response = await _client.PostAsync(new Uri(Management, "/healthz"), content: null, Token);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }

    [Fact]
    public async Task Readyz_Healthy_TellsPlainDataOfTaggedChecks()
    {
        _ready = HealthCheckResult.Healthy("text", new Dictionary<string, object>
        {
            ["acknowledgement"] = "chain",
            ["pending"] = 3,
            ["exception"] = new InvalidOperationException("secret"),
        });

        (HttpStatusCode status, string body) = await ReadyAsync();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.StartsWith("""{"status":"ready","service":"tested",""", body, StringComparison.Ordinal);
        Assert.EndsWith(
            ""","checks":[{"name":"store","status":"ok","data":{"acknowledgement":"chain","pending":3}}]}""", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readyz_CheckThrows_IsUnavailableWithoutTheExceptionsText()
    {
        _check = () => throw new InvalidOperationException("secret");

        (HttpStatusCode status, string body) = await ReadyAsync();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("""{"name":"store","status":"failed"}""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        Assert.Contains("\"status\":\"not_ready\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readyz_CheckHangs_IsUnavailableAfterTheLimit()
    {
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _check = async () =>
        {
            entered.SetResult();
            await _hanging.Task;
            return HealthCheckResult.Healthy();
        };

        Task<(HttpStatusCode Status, string Body)> answer = ReadyAsync();
        await entered.Task;
        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(10));
            await Task.WhenAny(answer, Task.Delay(10, Token));
        }

        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await answer).Status);
        Assert.Contains("\"status\":\"timeout\"", (await answer).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_ManagementPort_AreNamedAsPromised()
    {
        SignetMetrics metrics = _app.Services.GetRequiredService<SignetMetrics>();
        metrics.RequestAnswered("chat_completions", 503);
        metrics.RequestAnswered("<script>", 99);
        metrics.Verified(0, DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
        metrics.AnchorLag(TimeSpan.FromSeconds(7));
        metrics.SegmentStored(12, TimeSpan.FromMilliseconds(3));

        string text = await _client.GetStringAsync(new Uri(Management, "/metrics"), Token);

        Assert.Contains("# TYPE signet_requests_total counter\n", text, StringComparison.Ordinal);
        Assert.Matches("""(?m)^signet_requests_total\{.*status="503",surface="chat_completions".*\} 1\b""", text);
        Assert.Matches("""(?m)^signet_requests_total\{.*status="other",surface="other".*\} 1\b""", text);
        Assert.Matches(@"(?m)^signet_verification_last_success_timestamp_seconds(\{.*\})? 1700000000\b", text);
        Assert.Matches(@"(?m)^signet_verification_findings(\{.*\})? 0\b", text);
        Assert.Matches(@"(?m)^signet_anchor_lag_seconds(\{.*\})? 7\b", text);
        Assert.Matches(@"(?m)^signet_entries_total(\{.*\})? 12\b", text);
        Assert.Matches("""(?m)^signet_segment_write_duration_seconds_bucket\{.*le="0.0025".*\} 0\b""", text);
        Assert.Matches("""(?m)^signet_segment_write_duration_seconds_bucket\{.*le="0.005".*\} 1\b""", text);
    }

    [Fact]
    public async Task PublicPort_HeadersTooLarge_AreRefused()
    {
        string answer = await RawAsync(Listeners.Public!, $"GET / HTTP/1.1\r\nHost: a\r\nX-A: {new string('x', 33 * 1024)}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 431", answer, StringComparison.Ordinal);
    }

    private static async Task<string> RawAsync(IPEndPoint endPoint, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(endPoint, Token);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Token);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(Token) ?? "";
    }

    private async Task<(HttpStatusCode Status, string Body)> ReadyAsync()
    {
        using HttpResponseMessage response = await _client.GetAsync(new Uri(Management, "/readyz"), Token);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
    }
}
