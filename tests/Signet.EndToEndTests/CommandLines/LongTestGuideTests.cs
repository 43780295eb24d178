using System.Text.RegularExpressions;
using Signet.Testing;
using Signet.Testing.Guides;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.CommandLines;

/// <summary>
/// The page on long tests shows how a class of them is run in full, which <c>eng/test --full</c> does. Here each class of its table is named in that line, which
/// is told to list what it would run.
/// </summary>
public sealed partial class LongTestGuideTests
{
    [Fact]
    public async Task Line_WithEachClassOfTheTable_FindsTests()
    {
        var command = Assert.Single(CommandRunners.CommandsOf(typeof(LongTestGuideTests)));
        var page = await File.ReadAllTextAsync(Repository.PathOf(command.Page), TestContext.Current.CancellationToken);
        var names = Class().Matches(page).Select(match => match.Groups["name"].Value).Distinct().ToList();
        Assert.True(names.Count > 4);
        foreach (var name in names)
        {
            var line = command.Text.Replace("CLASS", name, StringComparison.Ordinal)
                .Replace("bin/Debug/net10.0/", $"{Path.GetRelativePath(Repository.PathOf("tests", "Signet.EndToEndTests"), AppContext.BaseDirectory)}", StringComparison.Ordinal);
            var listed = await CommandProcess.RunAsync("env", [.. line.Split(' '), "-list", "classes"]);
            Assert.True(listed.ExitCode == 0, listed.Output + listed.Error);
            Assert.Contains($"Signet.EndToEndTests.{name}", listed.Output, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex(@"^\|[^|]*\| `(?<name>\w+\.\w+Tests)` \|", RegexOptions.Multiline)]
    private static partial Regex Class();
}
