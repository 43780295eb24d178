using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using Signet.Cli.Commands;
using Signet.Ledger.Receipts;
using Signet.Testing;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>Receipts, anchors, keys, tests of policies, measurements and help.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class OperatorCommandTests(LiveFixture live) : IClassFixture<LiveFixture>, IDisposable
{
    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Receipt_Fetched_VerifiesOffline(bool remote)
    {
        var (place, proof) = (remote ? live.Url : live.Data, _directory.File("proof.txt"));
        Assert.Equal(0, await _console.RunAsync("receipt", "fetch", live.Promises[0].Entry.ToString("D"), place, "--out", proof));
        Assert.Equal(0, await _console.RunAsync("receipt", "verify", proof, "--vkey", live.Host.CheckpointKey));
        Assert.Equal(0, await _console.RunAsync("receipt", "fetch", live.Promises[0].ToString(), place));
        Assert.Equal(1, await _console.RunAsync("receipt", "fetch", "0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e", place));
        Assert.Equal(2, await _console.RunAsync("receipt", "fetch", "nothing", place));
        await AnchoredAsync(place);
    }

    [Fact]
    public async Task Anchor_ShowAndVerify_KnowEveryAnchor()
    {
        await AnchoredAsync(live.Data);
        Assert.Equal(0, await _console.RunAsync("anchor", "show", live.Data, "--json"));
        Schemas.AssertMeets("signet-anchor-list-v1.json", _console.Output);
        Assert.NotEmpty(JsonNode.Parse(_console.Output)!["anchors"]!.AsArray());
        Assert.Equal(0, await _console.RunAsync("anchor", "show", live.Url));
        Assert.Contains("development-tsa", _console.Output, StringComparison.Ordinal);
        Assert.Equal(0, await _console.RunAsync("anchor", "verify", live.Data, "--within", "0", "--json"));
        Schemas.AssertMeets("signet-anchors-v1.json", _console.Output);
        Assert.Equal(2, await _console.RunAsync("anchor", "verify", live.Url));
    }

    [Fact]
    public async Task Keys_GeneratedAndRotated_KeepTheOldOnesAndNameThem()
    {
        var keys = _directory.File("keys");
        Assert.Equal(0, await _console.RunAsync("keys", "generate", keys, "--log-id", "my-log", "--json"));
        Schemas.AssertMeets("signet-keys-v1.json", _console.Output);
        var first = (string)JsonNode.Parse(_console.Output)!["vkey"]!;
        var secrets = Directory.EnumerateFiles(keys).ToDictionary(path => path, File.ReadAllText);
        Assert.All(secrets.Keys, path => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)));
        Assert.Equal(2, await _console.RunAsync("keys", "generate", keys, "--log-id", "my-log"));

        Assert.Equal(0, await _console.RunAsync("keys", "rotate", keys, "--log-id", "my-log", "--chain", "--checkpoint", "--json"));
        var rotated = JsonNode.Parse(_console.Output)!;
        Assert.Equal([first], rotated["earlier_vkeys"]!.AsArray().Select(key => (string)key!));
        Assert.NotEqual(first, (string)rotated["vkey"]!);
        Assert.Equal(Path.Combine(keys, "chain-root.key"), (string)rotated["settings"]!["Auditor__PreviousChainRootPaths__chain-1"]!);
        Assert.Equal("chain-2", (string)rotated["settings"]!["Auditor__ChainKeyId"]!);
        Assert.All(secrets, pair => Assert.Equal(pair.Value, File.ReadAllText(pair.Key)));

        Assert.Equal(0, await _console.RunAsync("keys", "show", keys, "--log-id", "my-log"));
        Assert.All(Directory.EnumerateFiles(keys), path => Assert.DoesNotContain(File.ReadAllText(path).Trim(), _console.Output, StringComparison.Ordinal));
        Assert.Equal(2, await _console.RunAsync("keys", "rotate", live.Data, "--log-id", "my-log", "--chain"));
        Assert.Equal(2, await _console.RunAsync("keys", "rotate", keys, "--log-id", "my-log"));
    }

    [Fact]
    public async Task Keys_OfTheDeployScript_HaveTheKeyThatItPrints()
    {
        var keys = _directory.File("deployed");
        using var script = Process.Start(new ProcessStartInfo("bash", [Repository.PathOf("deploy", "keys"), keys, "my-log"]) { RedirectStandardOutput = true })!;
        var vkey = (await script.StandardOutput.ReadToEndAsync(Token)).Trim();
        await script.WaitForExitAsync(Token);
        Assert.Equal(0, await _console.RunAsync("keys", "show", keys, "--log-id", "my-log", "--json"));
        Assert.Equal(vkey, (string)JsonNode.Parse(_console.Output)!["vkey"]!);
    }

    [Fact]
    public async Task PolicyTest_TheSample_Passes()
    {
        var (tests, junit) = (Repository.PathOf("samples", "policy-tests", "tests.yaml"), _directory.File("junit.xml"));
        var exit = await _console.RunAsync("policy", "test", tests, "--json", "--junit", junit);
        Assert.True(exit == 0, _console.Output + _console.Error);
        Schemas.AssertMeets("signet-policy-test-v1.json", _console.Output);
        Assert.Equal(5, XDocument.Load(junit).Descendants("testcase").Count());
        Schemas.AssertMeets(
            "signet-policy-tests-v1.json",
            System.Text.Encoding.UTF8.GetString((await Signet.Hosting.Policies.PolicyFile.LoadAsync(tests, Token)).Json.Span));
    }

    [Fact]
    public async Task PolicyTest_OtherwiseThanExpected_SaysWhatCameAndEndsWithOne()
    {
        var tests = await WriteAsync(
            "version: 1\ncases:\n" +
            "  - {name: \"\\e[2J\", request: {text: x}, expect: {decision: allow}}\n" +
            "  - {request: {headers: {X-Commit-Owner: \"human:a\"}, text: x}, expect: {decision: allow, policy: other}}\n" +
            "  - {request: {text: x}, expect: {decision: block, check: nothing}}\n" +
            "  - {request: {text: x}, expect: {decision: block, reason: no such reason}}\n" +
            "  - {request: {text: x}}\n");
        var (policy, junit) = (Repository.PathOf("samples", "policy-tests", "policy.yaml"), _directory.File("junit.xml"));
        Assert.Equal(1, await _console.RunAsync("policy", "test", tests, "--policy", policy, "--junit", junit));
        Assert.Contains("0 of 5 cases", _console.Output, StringComparison.Ordinal);
        AuditReadingTests.AssertHarmless(_console.Output);
        Assert.Equal(5, XDocument.Load(junit).Descendants("failure").Count());
    }

    [Theory]
    [InlineData("version: 2\ncases: [{expect: {decision: allow}}]")]
    [InlineData("version: 1\ncases: []")]
    [InlineData("version: 1\ncases: [{expect: {decision: perhaps}}]")]
    [InlineData("version: 1\ncases: [{expect: {decision: allow, nope: 1}}]")]
    [InlineData("version: 1\ncases: [{request: {text: a, body: {}}, expect: {decision: allow}}]")]
    [InlineData("version: 1\ncases: [{request: {path: x}, expect: {decision: allow}}]")]
    [InlineData("version: 1\ncases: [{request: {headers: {\"a b\": x}}, expect: {decision: allow}}]")]
    [InlineData("version: 1\ncases: [null]")]
    [InlineData("version: 1\ncases: [{request: null}]")]
    [InlineData("version: 1\ncases: [{request: {headers: {a: null}}}]")]
    [InlineData("cases")]
    [InlineData("\u001b")]
    public async Task PolicyTest_AFileThatIsNone_IsOneLine(string text)
    {
        Assert.Equal(2, await _console.RunAsync("policy", "test", await WriteAsync(text), "--policy", Repository.PathOf("samples", "policy-tests", "policy.yaml")));
        Assert.Single(_console.Error.TrimEnd('\n').Split('\n'));
        Assert.DoesNotContain("Exception", _console.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task BenchLatency_WithGates_PassesOrNot()
    {
        var (policy, tests) = (Repository.PathOf("samples", "policy-tests", "policy.yaml"), Repository.PathOf("samples", "policy-tests", "tests.yaml"));
        Assert.Equal(0, await _console.RunAsync("bench", "latency", "--policy", policy, "--count", "100", "--warm-up", "0", "--gate", "max=3600s", "--json"));
        Schemas.AssertMeets("signet-latency-v1.json", _console.Output);
        Assert.Equal(100, (int)JsonNode.Parse(_console.Output)!["decisions"]!["allow"]!);
        Assert.Equal(1, await _console.RunAsync("bench", "latency", "--policy", policy, "--cases", tests, "--count", "100", "--warm-up", "0", "--gate", "p50=0.001us"));
        Assert.Contains("OVER", _console.Output, StringComparison.Ordinal);
        Assert.Equal(2, await _console.RunAsync("bench", "latency", "--policy", policy, "--gate", "p50"));
        Assert.Equal(2, await _console.RunAsync("bench", "latency", "--policy", policy, "--gate", "p100=1s"));
    }

    [Fact]
    public async Task Help_OfEveryCommand_HasExamplesThatParseAndExitCodes()
    {
        var leaves = Leaves([], SignetCommand.Create()).ToList();
        Assert.Equal(leaves.Select(words => string.Join(' ', words)).Order(), HelpExamples.All.Keys.Order());
        foreach (var words in leaves)
        {
            Assert.Equal(0, await _console.RunAsync([.. words, "--help"]));
            Assert.Contains("Examples:\n  signet " + string.Join(' ', words), _console.Output, StringComparison.Ordinal);
            Assert.Contains("Exit codes:", _console.Output, StringComparison.Ordinal);
            foreach (var example in HelpExamples.All[string.Join(' ', words)])
            {
                var line = example.Split(" > ")[0]["signet ".Length..].Replace('\'', '"');
                Assert.Empty(SignetCommand.Create().Parse(line).Errors);
            }
        }
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    /// <summary>The first request's event comes under an anchor within seconds.</summary>
    private async Task AnchoredAsync(string place)
    {
        for (var attempt = 0; ; attempt++)
        {
            var exit = await _console.RunAsync("receipt", "fetch", live.Promises[0].Entry.ToString("D"), place, "--anchored");
            if (exit == 0)
            {
                Assert.True(AnchoredReceipt.TryParse(_console.Output, out _));
                return;
            }

            Assert.True(attempt < 600, _console.Error);
            await Task.Delay(100, Token);
        }
    }

    private static IEnumerable<string[]> Leaves(string[] words, System.CommandLine.Command command) => command.Subcommands.Count == 0
        ? [words]
        : command.Subcommands.SelectMany(child => Leaves([.. words, child.Name], child));

    private async Task<string> WriteAsync(string text)
    {
        var path = _directory.File("tests.yaml");
        await File.WriteAllTextAsync(path, text, Token);
        return path;
    }
}
