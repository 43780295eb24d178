using System.Text.RegularExpressions;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Clients;

/// <summary>The program for JavaScript in the quick start does what the page says.</summary>
public sealed partial class QuickStartTests(SignetFixture fixture) : IClassFixture<SignetFixture>
{
    private const string Address = "http://127.0.0.1:8443/";

    [Fact]
    public async Task JavaScript_Runs()
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(SignetExecutable.RepositoryRoot, "docs", "quick-start.md"), TestContext.Current.CancellationToken);
        var program = Assert.Single(Programs().Matches(page)).Groups["text"].Value;
        Assert.Contains(Address, program, StringComparison.Ordinal);
        var output = await NodeClients.RunProgramAsync(
            program.Replace(Address, fixture.Signet.Address.AbsoluteUri, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var lines = output.Split('\n');
        Assert.Equal(("You wrote: How do I water a cactus?", "You wrote: How do I water a cactus?"), (lines[0], lines[2]));
        Assert.StartsWith("signet=v1; ", lines[1], StringComparison.Ordinal);
    }

    [GeneratedRegex("^```js\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Programs();
}
