using System.Text.RegularExpressions;
using Signet.Testing.Processes;

namespace Signet.EndToEndTests.Clients;

/// <summary>The programs in the quick start do what the page says: print the answer, its receipt, and (but for one) the answer's stream.</summary>
public sealed partial class QuickStartTests(SignetFixture fixture) : IClassFixture<SignetFixture>
{
    private const string Address = "http://127.0.0.1:8443";
    private const string Answer = "You wrote: How do I water a cactus?";

    [Theory]
    [InlineData("openai")]
    [InlineData("@anthropic-ai/sdk")]
    public async Task JavaScript_Runs(string package)
    {
        var output = await NodeClients.RunProgramAsync(await ProgramAsync("js", $"from '{package}'"), TestContext.Current.CancellationToken);
        AssertAnswered(output.Split('\n'), Answer);
    }

    [Theory]
    [InlineData("OpenAI", "")]
    [InlineData("Anthropic", Answer)]
    public async Task CSharp_Runs(string package, string stream)
    {
        var output = await DotNetProgram.RunAsync(
            await ProgramAsync("csharp", $"using {package};"), package, TestContext.Current.CancellationToken);
        AssertAnswered(output.Split(Environment.NewLine), stream);
    }

    private static void AssertAnswered(string[] lines, string stream)
    {
        Assert.Equal((Answer, stream), (lines[0], lines[2]));
        Assert.StartsWith("signet=v1; ", lines[1], StringComparison.Ordinal);
    }

    /// <summary>The one program of a language that uses a package, turned to the running signet.</summary>
    private async Task<string> ProgramAsync(string language, string use)
    {
        var page = await File.ReadAllTextAsync(
            Path.Combine(SignetExecutable.RepositoryRoot, "docs", "quick-start.md"), TestContext.Current.CancellationToken);
        var program = Assert.Single(
            Programs().Matches(page), match => match.Groups["language"].Value == language && match.Value.Contains(use, StringComparison.Ordinal));
        Assert.Contains(Address, program.Value, StringComparison.Ordinal);
        return program.Groups["text"].Value.Replace(
            Address, fixture.Signet.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
    }

    [GeneratedRegex("^```(?<language>js|csharp)\n(?<text>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Programs();
}
