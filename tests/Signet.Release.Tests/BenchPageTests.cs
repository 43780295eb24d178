using System.Diagnostics;
using Signet.Testing;
using Signet.Testing.Guides;

namespace Signet.Release.Tests;

/// <summary>
/// <c>bench/run</c> measures every part, each by a command that the page on benchmarks shows, and writes figures between the markers of a page and nowhere
/// else. It takes hours, so a program that writes down how it was called stands in the place of <c>dotnet</c>.
/// </summary>
public sealed class BenchPageTests : IDisposable
{
    private const string Dotnet = """
        #!/usr/bin/env bash
        printf '%s\n' "$*" >> "$CALLS"
        while [ $# -gt 0 ]; do
          if [ "$1" = --artifacts ]; then
            mkdir -p "$2/results"
            echo '| of a class |' > "$2/results/Signet.Bench.Some-report-github.md"
          fi
          shift
        done
        echo '| of a part |'

        """;

    private static readonly string[] Parts = ["machine", "micro", "memory", "verifier", "auditor", "commits", "sidecar", "requests", "checks", "gateway"];

    private readonly DirectoryInfo _figures = Directory.CreateTempSubdirectory("signet-bench-");

    public void Dispose() => _figures.Delete(recursive: true);

    [Fact]
    public async Task Render_PublishedPage_KeepsTheProseAndPutsEachPartInItsPlace()
    {
        foreach (var part in Parts)
        {
            await WriteAsync($"{part}.md", $"| figures of {part} |\n");
        }

        var published = await File.ReadAllTextAsync(Repository.PathOf("docs", "performance.md"), TestContext.Current.CancellationToken);
        var page = await WriteAsync("page", published);
        Assert.Equal(0, await RenderAsync(page));
        var first = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.All(Parts, part => Assert.Contains($"<!-- measured: {part} -->\n\n| figures of {part} |\n\n<!-- end -->", first, StringComparison.Ordinal));
        Assert.Equal(Prose(published), Prose(first));

        // And once more, over what is there now.
        Assert.Equal(0, await RenderAsync(page));
        Assert.Equal(first, await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Run_AsThePagesSay_MeasuresEveryPartByACommandThatTheyShow()
    {
        var dotnet = await WriteAsync("dotnet", Dotnet);
        File.SetUnixFileMode(dotnet, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var page = await WriteAsync("page", await File.ReadAllTextAsync(Repository.PathOf("docs", "performance.md"), TestContext.Current.CancellationToken));
        var line = Assert.Single(CommandRunners.CommandsOf(typeof(BenchPageTests)).Select(command => command.Text).Distinct());
        var (exitCode, output) = await Script.ShellAsync(
            Repository.PathOf(), $"export CALLS='{_figures.FullName}/calls' TMPDIR='{_figures.FullName}' PATH='{_figures.FullName}':\"$PATH\"; {line} --page '{page}'");
        Assert.True(exitCode == 0, output);

        var written = await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken);
        Assert.All(Parts.Except(["machine"]), part => Assert.Matches($@"<!-- measured: {part} -->\n\n(\*\*Some\*\*\n\n)?\| of a ", written));
        var shown = DocumentedCommands.All.Where(command => command.Text.Contains("--project bench/", StringComparison.Ordinal)).Select(command => command.Text).ToList();
        var calls = (await File.ReadAllLinesAsync(Path.Combine(_figures.FullName, "calls"), TestContext.Current.CancellationToken))
            .Select(call => call.Split(' ')).Where(call => call[0].EndsWith(".dll", StringComparison.Ordinal)).ToList();
        Assert.True(calls.Count > 8);
        Assert.All(calls, call => Assert.Contains(shown, text =>
            text.Contains($"/{Path.GetFileNameWithoutExtension(call[0])}", StringComparison.Ordinal)
            && (call.Length == 1 || text.Contains($" -- {call[1]}", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Render_PartWithoutFigures_LeavesThePageAlone()
    {
        var page = await WriteAsync("page", "<!-- measured: machine -->\n\nold\n\n<!-- end -->\n");
        await WriteAsync("machine.md", "new\n");
        Assert.Equal(1, await RenderAsync(page));
        Assert.Contains("old", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Render_PageWithoutAPlace_LeavesItAlone()
    {
        foreach (var part in Parts)
        {
            await WriteAsync($"{part}.md", "new\n");
        }

        var page = await WriteAsync("page", "<!-- measured: machine -->\n\nold\n\n<!-- end -->\n");
        Assert.Equal(1, await RenderAsync(page));
        Assert.Contains("old", await File.ReadAllTextAsync(page, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static string[] Prose(string page)
    {
        var inside = false;
        return [.. page.Split('\n').Where(line =>
        {
            inside = inside ? line != "<!-- end -->" : line.StartsWith("<!-- measured: ", StringComparison.Ordinal);
            return !inside && line.Length > 0;
        })];
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_figures.FullName, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }

    private async Task<int> RenderAsync(string page)
    {
        using var process = Process.Start(Repository.PathOf("bench", "run"), ["--render", _figures.FullName, "--page", page]);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode;
    }
}
