using System.Net;
using System.Net.Sockets;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.CommandLines;

/// <summary>What can't be had is told in one line, before anything is served.</summary>
public sealed class StartFailureTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("--port")]
    [InlineData("--management-port")]
    public async Task Up_OccupiedPort_SaysWhich(string option)
    {
        using var occupant = new TcpListener(IPAddress.Loopback, 0);
        occupant.Start();
        var port = ((IPEndPoint)occupant.LocalEndpoint).Port;
        var other = option == "--port" ? "--management-port" : "--port";
        var data = _directory.File("data");
        await AssertFailsAsync($"Port {port} of 127.0.0.1 can't be listened on", "up", "--data", data, option, $"{port}", other, "0");
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Up_DataBelowAFile_Fails()
    {
        await File.WriteAllTextAsync(_directory.File("file"), "mine", TestContext.Current.CancellationToken);
        await AssertUpFailsAsync("can't be used", _directory.File("file", "data"));
        await AssertUpFailsAsync("can't be used", _directory.File("file"));
        Assert.Equal("mine", await File.ReadAllTextAsync(_directory.File("file"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Up_DataThatNobodyCanWrite_Fails() => await AssertUpFailsAsync("can't be used", "/proc/signet-data");

    [Fact]
    public async Task Up_ForeignDirectory_IsLeftAsItIs()
    {
        await File.WriteAllTextAsync(_directory.File("thesis.txt"), "mine", TestContext.Current.CancellationToken);
        await AssertUpFailsAsync("is not a signet data directory, and it is not empty", _directory.Path);
        Assert.Equal([_directory.File("thesis.txt")], Directory.GetFileSystemEntries(_directory.Path));
    }

    [Fact]
    public async Task Up_DataInUse_Fails()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var first = await SignetProcess.UpAsync(_directory.Path, [], cancellation);
        await AssertUpFailsAsync("is in use by another signet", _directory.Path);
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri(first.ManagementAddress, "readyz"), cancellation)).StatusCode);
        Assert.Equal(0, await first.TerminateAsync(cancellation));
    }

    [Theory]
    [InlineData("ftp://example.org/v1")]
    [InlineData("example.org/v1")]
    [InlineData("")]
    [InlineData("https://user:secret@example.org/v1")]
    [InlineData("https://example.org/v1?key=secret")]
    [InlineData("https://")]
    public async Task Up_BadUpstream_FailsAndMakesNothing(string upstream)
    {
        var data = _directory.File("data");
        var error = await AssertUpFailsAsync("--upstream takes an absolute http or https address", data, "--upstream", upstream);
        Assert.DoesNotContain("secret", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("")]
    [InlineData("checks: [")]
    [InlineData("version: 1\nunknown: true\n")]
    [InlineData("version: 1\nchecks:\n  - check: no_such_check\n")]
    [InlineData("version: 1\nchecks:\n  - check: regex_content\n    rules:\n      - label: a\n        pattern: '('\n        action: block\n")]
    public async Task Up_BadPolicy_Fails(string policy)
    {
        var path = _directory.File("bad.yaml");
        await File.WriteAllTextAsync(path, policy, TestContext.Current.CancellationToken);
        await AssertUpFailsAsync($"The policy {path} can't be used", _directory.File("data"), "--policy", path);
    }

    [Fact]
    public async Task Up_MissingPolicy_Fails() =>
        await AssertUpFailsAsync("The policy nowhere.yaml can't be used", _directory.File("data"), "--policy", "nowhere.yaml");

    [Fact]
    public async Task Up_TsaWithoutRoots_Fails() =>
        await AssertUpFailsAsync("--tsa and --tsa-roots go together", _directory.File("data"), "--tsa", "http://127.0.0.1:1/tsr");

    [Fact]
    public async Task Up_TsaRootsThatAreNone_Fails()
    {
        var path = _directory.File("roots.pem");
        await File.WriteAllTextAsync(path, "no certificate", TestContext.Current.CancellationToken);
        await AssertUpFailsAsync(
            $"The roots in {path} can't be used", _directory.File("data"), "--tsa", "http://127.0.0.1:1/tsr", "--tsa-roots", path);
    }

    [Fact]
    public async Task Up_DamagedDevelopmentAuthority_Fails()
    {
        Directory.CreateDirectory(_directory.File("data"));
        var cancellation = TestContext.Current.CancellationToken;
        await using (var signet = await SignetProcess.UpAsync(_directory.File("data"), [], cancellation))
        {
            await signet.TerminateAsync(cancellation);
        }

        await File.WriteAllTextAsync(_directory.File("data", "keys", "development-tsa.pem"), "torn", cancellation);
        await AssertUpFailsAsync("development-tsa.pem", _directory.File("data"));
    }

    [Fact]
    public async Task Up_DamagedLog_Fails()
    {
        var cancellation = TestContext.Current.CancellationToken;
        Directory.CreateDirectory(_directory.File("data"));
        await using (var signet = await SignetProcess.UpAsync(_directory.File("data"), [], cancellation))
        {
            await signet.TerminateAsync(cancellation);
        }

        var last = Directory.GetFiles(_directory.File("data", "store"), "*.ndjson", SearchOption.AllDirectories).Order().Last();
        await File.WriteAllTextAsync(last, "torn\n", cancellation);
        var result = await SignetExecutable.RunAsync(
            ["up", "--data", _directory.File("data"), "--port", "0", "--management-port", "0"], null, cancellation);
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.StartsWith("signet: The log in ", result.Error.TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    private static Task<string> AssertUpFailsAsync(string words, string data, params string[] more) =>
        AssertFailsAsync(words, ["up", "--data", data, "--port", "0", "--management-port", "0", .. more]);

    private static async Task<string> AssertFailsAsync(string words, params string[] arguments)
    {
        var result = await SignetExecutable.RunAsync(arguments, null, TestContext.Current.CancellationToken);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Equal("", result.Output);
        var line = Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("signet: ", line, StringComparison.Ordinal);
        Assert.Contains(words, line, StringComparison.Ordinal);
        return line;
    }
}
