using System.Text.RegularExpressions;
using Signet.Testing;
using Signet.Testing.Guides;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Docs.Tests.Commands;

/// <summary>
/// Every benchmark that a page names is run for a moment: as it stands there, with a length, a number of rounds or a policy of one check that make it
/// short. Figures mean nothing then; that there are some shows that the command does what the page says. Usually one line of each benchmark is run,
/// with SIGNET_TEST_FULL=1 every line.
/// </summary>
public sealed partial class BenchGuideTests : IDisposable
{
    private const string Policy = "version: 1\nchecks:\n  - check: regex_content\n    rules: [{label: host, pattern: internal, action: block, max_length: 10}]\n";

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("SIGNET_TEST_FULL") == "1";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Benchmarks_EachThatIsShown_PrintsFigures()
    {
        var shell = new GuideShell(Repository.PathOf())
        {
            // What the analyzers say was heard when the tests were built.
            Variables = { ["RunAnalyzers"] = "false", ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false", ["no_proxy"] = "127.0.0.1" },
        };
        await File.WriteAllTextAsync(_folder.File("policy.yaml"), Policy, TestContext.Current.CancellationToken);
        await shell.DoAsync("dotnet build -c Release bench/Signet.Bench --nologo -v q && dotnet build -c Release bench/Signet.Load --nologo -v q");
        var failures = new List<string>();
        var lines = CommandRunners.CommandsOf(typeof(BenchGuideTests)).Select(command => command.Text).ToList();
        foreach (var line in (IsFull ? lines : lines.DistinctBy(BenchmarkOf)).Select(ForAMoment).Distinct())
        {
            var result = await shell.RunAsync(line.Replace("dotnet run -c Release ", "dotnet run -c Release --no-build ", StringComparison.Ordinal));
            if (result.ExitCode != 0 || !Figures().IsMatch(result.Output))
            {
                failures.Add($"{line}\n{result.ExitCode}\n{result.Output}\n{result.Error}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    /// <summary>The project and the name of what it is asked to do; options alone are none.</summary>
    private static string BenchmarkOf(string line) => Benchmark().Match(line).Value;

    /// <summary>The same command for a moment; fails for one of which nobody said how.</summary>
    private string ForAMoment(string line)
    {
        var (program, arguments) = line.Split(" -- ") is [var before, var after] ? (before, after) : (line, "");
        var (name, policy) = (arguments.Split(' ')[0], _folder.File("policy.yaml"));
        if (program.EndsWith("/Signet.Load", StringComparison.Ordinal))
        {
            return $"{program} -- {arguments} " + name switch
            {
                "serve" when arguments.Contains("--only", StringComparison.Ordinal) => "--seconds 1 --warm-up 0.5",
                "serve" => "",
                _ => $"--quick --only unary-1 --systems forwarder,gateway --rounds 1 --out {_folder.File("load.md")}"
                    + (arguments.Contains("--soak", StringComparison.Ordinal) ? " --soak 0.05" : ""),
            };
        }

        return $"{program} -- " + name switch
        {
            "--filter" => $"{arguments} --list flat",
            "memory" or "stored" => $"{name} 10000",
            "export" => $"{name} {SignetExecutable.Path} 1000",
            "anchors" => $"{name} 10",
            "requests" => $"{name} 1 unary",
            "commits" or "sequencing" or "sidecar" => $"{name} 1",

            // At a rate that a busy machine keeps up with: it goes on until it has.
            "steady" => $"{name} 1 100",
            "admission" => $"{name} {policy} 1",
            "adversarial" => $"{name} {policy} 1",
            "worst" => $"{name} 0 {policy} 1",
            _ => throw new InvalidOperationException($"Nobody says how to run it for a moment: {line}"),
        };
    }

    [GeneratedRegex(@"--project \S+( -- [a-z]\S*)?")]
    private static partial Regex Benchmark();

    // A row of a table, a class of the listed ones, or what a system that is kept says of itself.
    [GeneratedRegex(@"^\| .*\d.*\||^Signet\.Bench\.\w+\.\w+|^gateway: process \d+", RegexOptions.Multiline)]
    private static partial Regex Figures();
}
