using System.Text.RegularExpressions;
using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Docs.Tests.Commands;

/// <summary>
/// Somebody who has only the quick start does all that it says, in its order: from the demonstration to a receipt that is checked on
/// another machine, a model of his own and a first policy. Changed are the ports, and whose model and authority it is.
/// </summary>
public sealed partial class NewcomerTests : IAsyncLifetime
{
    internal const string Page = "docs/quick-start.md";

    private const string Address = "http://127.0.0.1:8443";
    private const string Provider = "https://api.openai.com/v1";

    private readonly TemporaryDirectory _clone = new();
    private readonly TemporaryDirectory _providerData = new();
    private readonly TemporaryDirectory _otherMachine = new();
    private SignetProcess? _provider;
    private SignetProcess? _signet;
    private string _key = "KEY";

    /// <summary>His provider is another signet, which asks nobody for his name.</summary>
    public async ValueTask InitializeAsync()
    {
        var policy = _otherMachine.File("provider.yaml");
        await File.WriteAllTextAsync(policy, "version: 1\nallow_no_checks: true\nchecks: []\n", TestContext.Current.CancellationToken);
        _provider = await SignetProcess.UpAsync(_providerData.Path, ["--policy", policy], TestContext.Current.CancellationToken);
        File.Delete(policy);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _signet, _provider }.OfType<SignetProcess>())
        {
            await process.DisposeAsync();
        }

        _clone.Dispose();
        _providerData.Dispose();
        _otherMachine.Dispose();
    }

    [Fact]
    public async Task QuickStart_FromTheFirstLineToTheLast_DoesWhatItSays()
    {
        var done = new List<string>();
        foreach (var command in DocumentedCommands.Of(Page))
        {
            done.Add(await DoAsync(command));
        }

        // Nothing of it may disappear from the page unnoticed.
        Assert.Equal(
            ["demo", "up", "ask", "keep", "ask", "ask", "tail", "receipt", "verify", "key", "proof", "ask", "up", "init", "lint", "explain", "up"],
            done.Where(step => step.Length > 0));

        // The log that all of it went to, over three starts, is whole.
        await RunAsync("signet audit verify signet-data", "CLEAN");
        Assert.Equal(0, await _signet!.TerminateAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Does what a line says and gives what it was; nothing for what needs no doing here.</summary>
    private async Task<string> DoAsync(DocumentedCommand command)
    {
        var text = command.Text;
        if (CommandRunners.Of(command) is not null)
        {
            return "";
        }

        if (text.EndsWith("up --demo", StringComparison.Ordinal))
        {
            await RunAsync("signet up --demo --port 0 --management-port 0", "");
            return "demo";
        }

        if (SignetArguments.Of(text) is { Count: > 0 } arguments && arguments[0] == "up")
        {
            return await UpAsync([.. arguments.Skip(1)]);
        }

        switch (text.Split(' '))
        {
            case ["curl", ..]:
                await AskAsync(text);
                return "ask";
            case ["grep", ..]:
                await RunAsync(text, "");
                Assert.StartsWith("signet=v1; ", await File.ReadAllTextAsync(_clone.File("receipt.txt"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
                return "keep";
            case ["signet", "audit", "tail", ..]:
                await RunAsync(text, "human:ada");
                return "tail";
            case ["signet", "receipt", "verify", "receipt.txt", ..]:
                await ProveAsync(text);
                return "receipt";
            case ["signet", "audit", "verify", ..]:
                await RunAsync(text, "");
                return "verify";
            case ["signet", "audit", "show", "0", ..]:
                _key = CheckpointKey().Match(await RunAsync(text, "checkpoint_vkey")).Groups["key"].Value;
                return "key";
            case ["signet", "receipt", "verify", "proof.txt", ..]:
                await CheckElsewhereAsync(text);
                return "proof";
            case ["signet", "init", ..]:
                await RunAsync(text, "");
                return "init";
            case ["signet", "policy", "lint", ..]:
                await RunAsync(text, "");
                return "lint";
            case ["signet", "policy", "explain", ..]:
                await RunAsync(text, "block");
                return "explain";
            default:
                Assert.Fail($"Nobody says what is to come of it: {command}");
                return "";
        }
    }

    private async Task<string> UpAsync(IReadOnlyList<string> options)
    {
        // A real authority stamps for whoever is connected; the tests of the anchorer have one of their own.
        if (options.Contains("--tsa"))
        {
            return "";
        }

        if (_signet is not null)
        {
            Assert.Equal(0, await _signet.TerminateAsync(TestContext.Current.CancellationToken));
            await _signet.DisposeAsync();
        }

        var own = options.Select(option => option == Provider ? new Uri(_provider!.Address, "v1").ToString() : option)
            .Select(option => option.StartsWith("my-signet/", StringComparison.Ordinal) ? _clone.File(option.Split('/')) : option).ToList();
        _signet = await SignetProcess.UpAsync(_clone.File("signet-data"), own, TestContext.Current.CancellationToken);
        if (own.Contains("--upstream"))
        {
            await AskAsync($$"""curl -s -D headers.txt {{Address}}/v1/chat/completions -H 'X-Commit-Owner: human:ada' -d '{"model":"any","messages":[{"role":"user","content":"Hi"}]}'""");
            Assert.Contains("X-Signet-Upstream: 127.0.0.1", await File.ReadAllTextAsync(_clone.File("headers.txt"), TestContext.Current.CancellationToken), StringComparison.OrdinalIgnoreCase);
        }

        return "up";
    }

    private Task<string> AskAsync(string command) => RunAsync(
        command.Replace(Address, _signet!.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal)
            .Replace("curl ", "curl --fail-with-body ", StringComparison.Ordinal),
        "");

    /// <summary>As the guide says: right after a request the newest checkpoint may not cover it, and one asks again.</summary>
    private async Task ProveAsync(string command)
    {
        for (var turn = 0; turn < 60; turn++)
        {
            if ((await new GuideShell(_clone.Path).RunAsync(command)).ExitCode == 0)
            {
                break;
            }

            await Task.Delay(500, TestContext.Current.CancellationToken);
        }

        await RunAsync(command, "KEPT");
    }

    private async Task CheckElsewhereAsync(string command)
    {
        // What is carried over, and nothing else.
        File.Copy(_clone.File("proof.txt"), _otherMachine.File("proof.txt"), overwrite: true);
        var elsewhere = new GuideShell(_otherMachine.Path);
        var there = command.Replace("--vkey KEY", $"--vkey '{_key}'", StringComparison.Ordinal);
        var held = await elsewhere.RunAsync(there);
        Assert.True(held.ExitCode == 0, held.Output + held.Error);
        Assert.StartsWith("HOLDS", held.Output, StringComparison.Ordinal);

        var proof = await File.ReadAllTextAsync(_otherMachine.File("proof.txt"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            _otherMachine.File("proof.txt"), proof.Replace("human:ada", "human:bob", StringComparison.Ordinal) + " ", TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await elsewhere.RunAsync(there)).ExitCode);
    }

    private async Task<string> RunAsync(string command, string expected)
    {
        var result = await new GuideShell(_clone.Path).RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{command}\n{result.Output}\n{result.Error}");
        Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        return result.Output;
    }

    [GeneratedRegex("\"checkpoint_vkey\": \"(?<key>[^\"]+)\"")]
    private static partial Regex CheckpointKey();
}
