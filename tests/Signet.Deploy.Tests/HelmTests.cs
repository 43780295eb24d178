using Signet.Deploy.Tests.Charts;
using Signet.Policy.Documents;
using Signet.Testing;
using Signet.Testing.Cluster;

namespace Signet.Deploy.Tests;

/// <summary>What Helm itself says of the chart.</summary>
public sealed class HelmTests
{
    public static TheoryData<string> Sets => [.. Chart.ValueSets];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Lint_Strict_FindsNothing(string set)
    {
        foreach (var version in Enum.GetValues<HelmVersion>())
        {
            var result = await Chart.LintAsync(["--values", Chart.ValuesOf(set)], version);
            Assert.True(result.ExitCode == 0, result.Output + result.Error);
            Assert.DoesNotContain("[WARNING]", result.Output, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Template_HelmThreeAndFour_WriteTheSame(string set) =>
        Assert.Equal(Documents(await Chart.RenderAsync(set, HelmVersion.Three)), Documents(await Chart.RenderAsync(set, HelmVersion.Four)));

    [Fact]
    public async Task Template_WithoutValues_NamesWhatHasToBeGiven()
    {
        var result = await Chart.TryRenderAsync([]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.All((string[])["/image/prefix", "/log/id", "/gateway/upstreams"], place => Assert.Contains(place, result.Error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("minimal")]
    [InlineData("full")]
    [InlineData("dapr-redis")]
    [InlineData("standby")]
    [InlineData("cluster")]
    [InlineData("enrolment")]
    [InlineData("s3")]
    [InlineData("spool")]
    public async Task Template_IsWhatWasReviewed(string set)
    {
        var written = await Chart.RenderAsync(set);
        var golden = Repository.PathOf("tests", "Signet.Deploy.Tests", "Golden", $"{set}.yaml");
        if (Environment.GetEnvironmentVariable("SIGNET_WRITE_GOLDEN") == "1")
        {
            await File.WriteAllTextAsync(golden, written, TestContext.Current.CancellationToken);
        }

        Assert.Equal(await File.ReadAllTextAsync(golden, TestContext.Current.CancellationToken), written);
    }

    [Fact]
    public async Task Policy_OfTheChart_IsTheOneThatSignetStartsWith() => Assert.Equal(
        DefaultPolicy.Yaml, await File.ReadAllTextAsync(Path.Combine(Chart.Folder, "files", "policy.yaml"), TestContext.Current.CancellationToken));

    [Fact]
    public async Task Values_TheDefaults_PassTheSchemaAndChangeNothing()
    {
        var result = await Chart.TryRenderAsync(["--values", Path.Combine(Chart.Folder, "values.yaml"), "--values", Chart.ValuesOf("minimal")]);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Equal(await Chart.RenderAsync("minimal"), result.Output);
    }

    [Fact]
    public async Task Template_OlderCluster_HasNoSleepBeforeStop()
    {
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--kube-version", "1.29.0"]);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("preStop", result.Output, StringComparison.Ordinal);
        Assert.Contains("preStop", await Chart.RenderAsync("minimal"), StringComparison.Ordinal);
    }

    /// <summary>In an order that is neither's: the two disagree on when webhook configurations come.</summary>
    private static IEnumerable<string> Documents(string rendering) => rendering.Split("---\n").Order(StringComparer.Ordinal);
}
