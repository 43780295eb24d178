using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using Signet.Cli;
using Signet.Cli.AllInOne;
using Signet.Gateway;
using Signet.Testing.Gateway;
using Signet.Testing.Storage;

namespace Signet.FunctionalTests;

/// <summary>The whole system in front of two upstreams on real sockets.</summary>
public sealed class SeveralUpstreamsTests : IAsyncLifetime
{
    private const string Chat = """{"model":"MODEL","messages":[{"role":"user","content":"How do I water a cactus?"}]}""";

    private readonly TemporaryDirectory _data = new();
    private readonly HttpClient _client = new();
    private FakeLlm _first = null!;
    private FakeLlm _second = null!;

    public async ValueTask InitializeAsync() => (_first, _second) = (await FakeLlm.StartAsync(), await FakeLlm.StartAsync());

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        _client.Dispose();
        _data.Dispose();
    }

    [Fact]
    public async Task Requests_GoWhereTheRoutesSay_EachWithTheKeyOfItsFile_WhichMayChange()
    {
        WriteKey("key-of-yesterday");
        await using var host = await StartAsync();

        Assert.Equal(200, await PostAsync(host, "llama-3"));
        Assert.Equal(200, await PostAsync(host, "gpt-4"));
        Assert.Equal(404, await PostAsync(host, "unknown"));

        var (first, second) = (Assert.Single(_first.Calls), Assert.Single(_second.Calls));
        Assert.Equal("Bearer key-of-the-first", first.Headers["Authorization"]);
        Assert.Equal("key-of-yesterday", second.Headers["x-api-key"]);
        Assert.False(second.Headers.ContainsKey("Authorization"));

        WriteKey("key-of-today!");
        while (_second.Calls.Last().Headers["x-api-key"] != "key-of-today!")
        {
            Assert.Equal(200, await PostAsync(host, "llama-3"));
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task CompressedRequest_ReachesTheUpstreamPlain()
    {
        WriteKey("key");
        await using var host = await StartAsync();
        using var compressed = new MemoryStream();
        await using (var brotli = new BrotliStream(compressed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await brotli.WriteAsync(Encoding.UTF8.GetBytes(Body("llama-3")), TestContext.Current.CancellationToken);
        }

        Assert.Equal(200, await PostAsync(host, new ByteArrayContent(compressed.ToArray()) { Headers = { ContentEncoding = { "br" } } }));

        Assert.Equal(Body("llama-3"), Encoding.UTF8.GetString(Assert.Single(_second.Calls).Body));
    }

    [Fact]
    public async Task Banner_NamesUpstreamsAndNoKey()
    {
        WriteKey("key");
        await using var host = await StartAsync();

        var banner = string.Join('\n', Banner.Lines(host, Options()));

        Assert.Contains("first: 127.0.0.1, with signet's key", banner, StringComparison.Ordinal);
        Assert.Contains("second: other-house, with signet's key", banner, StringComparison.Ordinal);
        Assert.DoesNotContain("key-of", banner, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KeyFileThatIsNotThere_IsSaidInOneLineAndNothingIsServed()
    {
        var fault = await Assert.ThrowsAsync<UserErrorException>(StartAsync);

        Assert.Contains("Upstreams:second:ApiKeyFile: The key file", fault.Message, StringComparison.Ordinal);
        Assert.Empty(_first.Calls);
    }

    private Task<AllInOneHost> StartAsync() => AllInOneHost.StartAsync(Options(), TestContext.Current.CancellationToken);

    private AllInOneOptions Options() => new()
    {
        Data = _data.File("data"),
        Port = 0,
        ManagementPort = 0,
        Upstreams = new Dictionary<string, UpstreamOptions>
        {
            ["first"] = new() { Address = _first.BaseAddress.AbsoluteUri, ApiKey = "key-of-the-first" },
            ["second"] = new()
            {
                Address = _second.BaseAddress.AbsoluteUri,
                Label = "other-house",
                ApiKeyHeader = "x-api-key",
                ApiKeyFile = _data.File("key"),
            },
        },
        Routes =
        [
            new RouteOptions { Upstream = "second", Surfaces = { "openai.*" }, Models = { "llama-*" } },
            new RouteOptions { Upstream = "first", Models = { "gpt-*" } },
        ],
    };

    private void WriteKey(string key)
    {
        File.WriteAllText(_data.File("new"), key + "\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_data.File("new"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(_data.File("new"), _data.File("key"), overwrite: true);
    }

    private Task<int> PostAsync(AllInOneHost host, string model) => PostAsync(host, new StringContent(Body(model)));

    private async Task<int> PostAsync(AllInOneHost host, HttpContent content)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(host.Address, "v1/chat/completions")) { Content = content };
        request.Headers.Add("X-Commit-Owner", "human:tester");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "callers-own");
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static string Body(string model) => Chat.Replace("MODEL", model, StringComparison.Ordinal);
}
