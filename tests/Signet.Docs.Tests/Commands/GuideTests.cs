using System.Text.RegularExpressions;
using Signet.Testing;
using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Docs.Tests.Commands;

/// <summary>
/// Whoever reads the guides and types what they show, page by page and in their order, gets what they say: every command of <c>signet</c> is
/// run, in a folder with the files that the guides speak of, against a log that a running signet writes. Changed are addresses, names in
/// capitals, dots in the place of a key, and where the log of each <c>up</c> is. What a page exports is there for its next command.
/// </summary>
public sealed partial class GuideTests : IAsyncLifetime
{
    private readonly TemporaryDirectory _folder = new();
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private SignetProcess? _signet;
    private ServingCommand? _witness;
    private string _exports = "";
    private int _ups;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>True for what this class runs: the newcomer does what the quick start says.</summary>
    internal static bool Runs(DocumentedCommand command) =>
        command.Page != NewcomerTests.Page && CommandRunners.Of(command) is null && (SignetArguments.Of(command.Text) is not null || Exports(command));

    private static bool Exports(DocumentedCommand command) => command.Text.StartsWith("export ", StringComparison.Ordinal);

    public async ValueTask InitializeAsync()
    {
        _signet = await SignetProcess.UpAsync(_folder.File("signet-data"), [], Token);
        var api = _signet.Address.GetLeftPart(UriPartial.Authority);
        var headers = await RunAsync($$"""curl -sf -D - -o answer.json {{api}}/v1/chat/completions -H 'X-Commit-Owner: human:ada' -d '{"model":"any","messages":[{"role":"user","content":"Hi"}]}'""");
        var genesis = await RunAsync("signet audit show 0 --data signet-data");
        _names["http://127.0.0.1:8443"] = _names["https://auditor.example.org"] = api;
        _names["http://127.0.0.1:8444"] = _signet.ManagementAddress.GetLeftPart(UriPartial.Authority);
        _names["EVENT-ID"] = EventId().Match(headers).Value;
        _names["KEY"] = _names["LOG-VKEY"] = CheckpointKey().Match(genesis).Groups["key"].Value;
        _names["LOG"] = _names["KEY"].Split('+')[0];
        _names["NAME=FILE.pem"] = "development-tsa=FILE.pem";
        _names["DIR"] = "witness";
        _names["0.0.0.0"] = "127.0.0.1";
        _names["8447"] = "0";

        await RunAsync(
            $"""
            mkdir -p COPY docs tests/corpora
            cp -r '{Repository.PathOf("samples")}' samples
            cp samples/policy-tests/policy.yaml samples/policy-tests/tests.yaml .
            cp -r '{Repository.PathOf("tests", "corpora", "policy")}' tests/corpora/policy
            cp signet-data/keys/development-tsa-root.pem FILE.pem
            cp -r signet-data/store COPY/store
            install -m 600 /dev/null openai.key && echo a-key > openai.key
            install -m 600 /dev/null anthropic.key && echo a-key > anthropic.key
            """);
    }

    public async ValueTask DisposeAsync()
    {
        if (_witness is not null)
        {
            await _witness.DisposeAsync();
        }

        await _signet!.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Guides_EveryCommand_DoesWhatItSays()
    {
        var commands = DocumentedCommands.All.Where(Runs).ToList();
        Assert.True(commands.Count > 30);
        var failures = new List<string>();
        foreach (var command in commands)
        {
            if (await DoAsync(command) is { } failure)
            {
                failures.Add($"{command}\n{failure}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
        Assert.Equal(0, (await _witness!.StopAsync(Token)).ExitCode);
    }

    /// <summary>What went wrong, or null.</summary>
    private async Task<string?> DoAsync(DocumentedCommand command)
    {
        if (Exports(command))
        {
            _exports = $"{command.Text.Replace("…", "a-key", StringComparison.Ordinal)}; ";
            return null;
        }

        var arguments = SignetArguments.Of(command.Text)!;
        var text = Here(command.Text);
        var exports = _exports;
        _exports = "";
        if (arguments is ["up", ..] or ["witness", ..] && !arguments.Contains("--demo"))
        {
            return await ServeAsync(arguments[0], text, exports);
        }

        var result = await new GuideShell(_folder.Path).RunAsync(exports + text);

        // How long anything takes is the machine's: a gate may be passed.
        var isGate = arguments is ["bench", "latency", ..];
        return result.ExitCode == 0 || (isGate && result.ExitCode == 1) ? null : $"{text}\n{result.ExitCode}\n{result.Output}\n{result.Error}";
    }

    private async Task<string?> ServeAsync(string command, string text, string exports)
    {
        var options = command == "up" ? $" --data up-{++_ups} --port 0 --management-port 0" : "";
        try
        {
            var serving = await ServingCommand.StartAsync(new GuideShell(_folder.Path).StartInfo($"{exports}exec {text}{options}"), Token);
            if (command == "witness")
            {
                _witness = serving;
                (_names["https://witness.example.org"], _names["WITNESS-KEY"]) = (serving.Address, serving.Key);
                return null;
            }

            await using (serving)
            {
                var (exitCode, error) = await serving.StopAsync(Token);
                return exitCode == 0 ? null : error;
            }
        }
        catch (InvalidOperationException exception)
        {
            return $"{text}\n{exception.Message}";
        }
    }

    /// <summary>The longest names first: one may hold another. A command that is run by way of <c>exec</c> begins with the program.</summary>
    private string Here(string text)
    {
        text = Program().Replace(text, "signet");
        var environment = Variables().Match(text).Value;
        foreach (var (name, value) in _names.OrderByDescending(pair => pair.Key.Length))
        {
            text = Regex.Replace(text, $@"(?<![\w-]){Regex.Escape(name)}(?![\w-])", value.Replace("$", "$$", StringComparison.Ordinal));
        }

        return environment.Length == 0 ? text : $"env {text}";
    }

    private async Task<string> RunAsync(string command)
    {
        var result = await new GuideShell(_folder.Path).RunAsync(command);
        Assert.True(result.ExitCode == 0, $"{command}\n{result.Output}\n{result.Error}");
        return result.Output;
    }

    [GeneratedRegex(@"(?<=; entry=)[0-9a-f-]{36}")]
    private static partial Regex EventId();

    [GeneratedRegex("\"checkpoint_vkey\": \"(?<key>[^\"]+)\"")]
    private static partial Regex CheckpointKey();

    [GeneratedRegex(@"dotnet run --project cli/Signet\.Cli --|cli/Signet\.Cli/bin/\S+/signet")]
    private static partial Regex Program();

    [GeneratedRegex(@"^([A-Z_]+=\S* )+")]
    private static partial Regex Variables();
}
