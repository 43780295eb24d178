using System.Text.RegularExpressions;
using Signet.Testing;
using Signet.Testing.Guides;

namespace Signet.Docs.Tests.Commands;

/// <summary>
/// What the pages tell whoever works on signet itself, run in this repository with an option more that keeps it from building or testing all once more.
/// </summary>
public sealed partial class RepositoryGuideTests
{
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name;

    public static TheoryData<string> Lines => [.. CommandRunners.CommandsOf(typeof(RepositoryGuideTests)).Select(command => command.Text).Distinct()];

    [Theory]
    [MemberData(nameof(Lines))]
    public Task Line_OfAGuide_DoesWhatItSays(string line) => line switch
    {
        _ when line.StartsWith("dotnet build ", StringComparison.Ordinal) => BuildAsync(line),
        _ when line.StartsWith("dotnet format ", StringComparison.Ordinal) => FormatAsync(line),
        _ when line.Contains("dotnet test ", StringComparison.Ordinal) => TestAsync(line),
        _ when line.StartsWith("eng/test", StringComparison.Ordinal) => RunsAllAsync(line),
        _ when line.StartsWith("eng/reproduce", StringComparison.Ordinal) => ReproduceAsync(line),
        _ => throw new InvalidOperationException($"Nobody says what is to come of it: {line}"),
    };

    /// <summary>
    /// The tests run on its result, and other tests run that at this moment, so it isn't made anew. It has to be where the quick start goes on.
    /// </summary>
    private static async Task BuildAsync(string line)
    {
        var properties = await Shell().DoAsync($"{line} --no-restore -getProperty:TargetPath");
        var target = Path.GetRelativePath(Repository.PathOf(), properties.Trim());
        Assert.Contains(
            DocumentedCommands.Of(NewcomerTests.Page), command => command.Text.StartsWith(Path.ChangeExtension(target, null), StringComparison.Ordinal));
    }

    /// <summary>Of one folder; continuous integration does it of everything.</summary>
    private static async Task FormatAsync(string line)
    {
        var project = Project().Match(line).Value;
        await Shell().DoAsync($"{line} --no-restore --include {project}/Pipeline/");
    }

    /// <summary>
    /// The tests of the project are asked which classes the line would run: they run by themselves, and one of them would write a page while others read it.
    /// </summary>
    private static async Task TestAsync(string line)
    {
        var project = Path.GetFileName(Project().Match(line).Value);
        var filter = Filter().Match(line);
        var tests = Repository.PathOf("tests", project, "bin", Configuration, "net10.0", $"{project}.dll");
        var listed = await Shell().DoAsync($"dotnet '{tests}' -list classes {(filter.Success ? $"-class {filter.Groups["pattern"].Value}" : "")}");
        var classes = listed.Split('\n').Where(name => name.StartsWith($"{project}.", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(classes);
        Assert.True(!filter.Success || classes.Count == 1, listed);
    }

    /// <summary>It is what runs this. It knows no other option than those that pages show, and continuous integration runs it.</summary>
    private static async Task RunsAllAsync(string line)
    {
        var (script, option) = (line.Split(' ')[0], line.Split(' ').ElementAtOrDefault(1) ?? "\"\"");
        Assert.Contains($"\n  {option}) ", await ReadAsync(script), StringComparison.Ordinal);
        Assert.Contains($"\n{script} | ", await ReadAsync(".ci/run"), StringComparison.Ordinal);
        var refused = await Shell().RunAsync($"{script} --no-such-option");
        Assert.Equal((2, $"usage: {script} [--full]\n"), (refused.ExitCode, refused.Error));
    }

    /// <summary>Makes a release twice, which takes minutes: <c>eng/test --full</c> runs the very line.</summary>
    private static async Task ReproduceAsync(string line)
    {
        Assert.Contains($"\n  {line} || ", await ReadAsync("eng/test"), StringComparison.Ordinal);
        Assert.Contains($"\n{line} --assemblies\n", await ReadAsync(".ci/run"), StringComparison.Ordinal);
        var refused = await Shell().RunAsync($"{line} no-version");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("no-version is no version", refused.Output + refused.Error, StringComparison.Ordinal);
    }

    /// <summary>One in which a test that starts tests says nothing of the run that it is part of.</summary>
    private static GuideShell Shell() => new(Repository.PathOf())
    {
        Variables = { ["MSBUILDDISABLENODEREUSE"] = "1", ["UseSharedCompilation"] = "false", ["DOTNET_CLI_UI_LANGUAGE"] = "en" },
    };

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(Repository.PathOf(path.Split('/')), TestContext.Current.CancellationToken);

    [GeneratedRegex(@"(libs|tests)/[\w.]+")]
    private static partial Regex Project();

    [GeneratedRegex(@"--filter-class (?<pattern>'[\w.*]+')")]
    private static partial Regex Filter();
}
