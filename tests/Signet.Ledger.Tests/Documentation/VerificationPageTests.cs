using System.Text.RegularExpressions;
using Signet.Ledger.Verification;
using Xunit;

namespace Signet.Ledger.Tests.Documentation;

/// <summary>Holds docs/verification.md to the tests that it names, in whatever project they are.</summary>
public sealed partial class VerificationPageTests
{
    [Fact]
    public void Page_EveryTestThatIsNamed_Exists()
    {
        var sources = Directory.EnumerateFiles(Repository.PathOf("tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .ToLookup(Path.GetFileNameWithoutExtension);
        var named = Name().Matches(File.ReadAllText(Repository.PathOf("docs", "verification.md")));
        Assert.True(named.Count > 60);
        Assert.All(named, name =>
        {
            var file = Assert.Single(sources[name.Groups["class"].Value]);
            Assert.Contains($" {name.Groups["method"].Value}(", File.ReadAllText(file) + " (", StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Page_EveryFindingOutsideTheOrder_HasARow()
    {
        var page = File.ReadAllText(Repository.PathOf("docs", "verification.md"));
        Assert.All(
            Enum.GetValues<FindingKind>().Where(kind => kind > FindingKind.LinkMismatch),
            kind => Assert.Contains($"`{new Finding(kind, null, null, "").Name}`", page, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"`(?<class>[A-Z]\w+(?:Tests|Suite))(?:\.(?<method>\w+))?`")]
    private static partial Regex Name();
}
