using System.Diagnostics;
using Signet.Testing;

namespace Signet.Release.Tests;

/// <summary><c>bench/run</c> writes figures between the markers of a page and nowhere else.</summary>
public sealed class BenchPageTests : IDisposable
{
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
