using System.Diagnostics;
using Signet.Testing;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Cli.Tests.Commands;

/// <summary>The scripts complete in the shells that they are for. PowerShell is a tool of this repository (.config/dotnet-tools.json).</summary>
[Collection(ConsoleCollection.Name)]
public sealed class CompletionCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly CapturedConsole _console = new();
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string> Lines => new()
    {
        { "signet aud", "audit" },
        { "signet audit ex", "export" },
        { "signet audit export --for", "--format" },
        { "signet audit export x --format cs", "csv" },
        { "signet completion f", "fish" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Completion_InBash_CompletesTheWord(string line, string expected)
    {
        var found = await RunAsync(
            "bash",
            $$"""
            source "{{await ScriptAsync("bash")}}"
            COMP_LINE="{{line}}"; COMP_POINT={{line.Length}}; COMP_WORDS=({{line}}); COMP_CWORD={{line.Split(' ').Length - 1}}
            _signet
            printf '%s\n' "${COMPREPLY[@]}"
            """);
        Assert.Contains(expected, found.Split('\n'));
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Completion_InFish_CompletesTheWord(string line, string expected)
    {
        var found = await RunAsync("fish", $"source '{await ScriptAsync("fish")}'; complete -C '{line}'");
        Assert.Contains(expected, found.Split('\n'));
    }

    /// <summary>Typed into an interactive shell with its own completion system, and Tab behind it; what it then shows is waited for.</summary>
    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Completion_InZsh_CompletesTheWord(string line, string expected)
    {
        var found = await RunAsync(
            "zsh",
            $$"""
            zmodload zsh/zpty
            zpty inner zsh -f -i
            zpty -w inner "PS1=; autoload -U compinit; compinit -u -D; source '{{await ScriptAsync("zsh")}}'; print rea''dy"
            zpty -r inner shown '*ready*'
            zpty -w -n inner $'{{line}}\t'
            zpty -r inner shown '*{{expected}}*'
            print -r -- "$shown"
            zpty -d inner
            """);
        Assert.Contains(expected, found, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Lines))]
    public async Task Completion_InPowerShell_CompletesTheWord(string line, string expected)
    {
        await DoAsync(new ProcessStartInfo("dotnet", ["tool", "restore"]) { WorkingDirectory = Repository.PathOf() });
        var found = await RunAsync(
            "pwsh",
            $"""
            Get-Content -Raw '{await ScriptAsync("pwsh")}' | Invoke-Expression
            (TabExpansion2 '{line}' {line.Length}).CompletionMatches.CompletionText
            """);
        Assert.Contains(expected, found.Split('\n'));
    }

    public void Dispose()
    {
        _console.Dispose();
        _directory.Dispose();
    }

    private async Task<string> ScriptAsync(string shell)
    {
        Assert.Equal(0, await _console.RunAsync("completion", shell));
        var script = _directory.File("completion");
        await File.WriteAllTextAsync(script, _console.Output, Token);
        return script;
    }

    private async Task<string> RunAsync(string shell, string commands)
    {
        // PowerShell runs no other files.
        var file = _directory.File("commands.ps1");
        await File.WriteAllTextAsync(file, commands, Token);
        var start = shell switch
        {
            "fish" => new ProcessStartInfo(shell, ["--no-config", file]),
            "zsh" => new ProcessStartInfo(shell, ["-f", file]),
            "pwsh" => new ProcessStartInfo("dotnet", ["pwsh", "-NoProfile", "-File", file]) { WorkingDirectory = Repository.PathOf() },
            _ => new ProcessStartInfo(shell, [file]),
        };
        start.Environment["PATH"] = $"{Path.GetDirectoryName(SignetExecutable.Path)}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["TERM"] = "dumb";
        if (shell != "pwsh")
        {
            // Where the tools of .NET are is said there.
            start.Environment["HOME"] = _directory.Path;
        }

        return await DoAsync(start);
    }

    private static async Task<string> DoAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using var process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Patience);
        try
        {
            var found = await process.StandardOutput.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return found;
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
