using System.Text.RegularExpressions;

namespace Signet.ArchitectureTests;

/// <summary>What the project's texts must not say.</summary>
public sealed class TextTests
{
    private static readonly string[] Patterns =
        ["*.cs", "*.csproj", "*.props", "*.targets", "*.json", "*.md", "*.yaml", "*.yml", "*.sh", "*.sln", "*.txt", "*.editorconfig", "*.py"];

    // Put together here, so that this file doesn't name them.
    private static readonly string[] MachinePaths = [string.Concat("/wo", "rk/"), string.Concat("/tmp", "/wt"), string.Concat("/ro", "ot/")];

    [Fact]
    public void Texts_NameNoMachine()
    {
        var files = Patterns.SelectMany(Sources.Files).Distinct().ToList();
        Assert.True(files.Count > 300);
        var found = files.Where(file => MachinePaths.Any(path => Sources.Read(file).Contains(path, StringComparison.Ordinal)));
        Assert.Empty(found);
    }

    [Fact]
    public void Environment_IsReadByHostsAndCommandsAlone()
    {
        var reading = new Regex(@"Environment\.(GetEnvironmentVariable|GetEnvironmentVariables|ExpandEnvironmentVariables)|AddEnvironmentVariables");
        var found = Sources.Files("*.cs")
            .Where(path => Sources.Ships(path) && !path.StartsWith("cli/", StringComparison.Ordinal) && !path.Contains(".Host/", StringComparison.Ordinal))
            .Where(path => reading.IsMatch(Sources.Read(path)));
        Assert.Empty(found);
    }

    [Fact]
    public void Shipped_LeavesNothingForLater()
    {
        var later = new Regex(@"\b(TO" + @"DO|FIX" + @"ME|HA" + @"CK|NotImpl" + @"ementedException)\b");
        Assert.DoesNotContain(Sources.Files("*.cs"), path => later.IsMatch(Sources.Read(path)));
    }

    [Fact]
    public void Tests_SkipNothing()
    {
        // But for what an operating system doesn't have.
        var skips = new Regex(@"\bSkip(Unless|When|Type)?\s*=|Assert\.Skip(?!When\(OperatingSystem\.Is)");
        Assert.DoesNotContain(
            Sources.Files("*.cs"),
            path => path.StartsWith("tests/", StringComparison.Ordinal) && Path.GetFileName(path) != "TextTests.cs" && skips.IsMatch(Sources.Read(path)));
    }
}
