using System.Text.Json;
using Signet.Deploy.Tests.Charts;
using Signet.Testing;
using Signet.Testing.Processes;

namespace Signet.Deploy.Tests;

/// <summary>What the Dockerfiles must say; <c>deploy/images/test</c> builds and runs them.</summary>
public sealed class ImageFilesTests
{
    private static readonly string Folder = Repository.PathOf("deploy", "images");

    public static TheoryData<string> Names => ["anchorer", "auditor", "gateway", "injector", "signet", "verifier"];

    [Fact]
    public async Task Dockerfiles_AreOneForEachImageOfTheChart()
    {
        Assert.Equal(Names.Select(row => row.Data), Directory.GetFiles(Folder, "*.Dockerfile").Select(path => Path.GetFileName(path).Split('.')[0]).Order());
        var used = (await Chart.ObjectsAsync("full")).Select(item => item.Pods?.Spec.Containers[0].Image).OfType<string>()
            .Select(image => image.Split('/')[^1].Split(':', '@')[0]).Distinct().Order();
        Assert.Equal(Names.Select(row => row.Data), used);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Dockerfile_RunsAsANumberOnABaseOfChoice(string name)
    {
        var lines = await File.ReadAllLinesAsync(Path.Combine(Folder, $"{name}.Dockerfile"), TestContext.Current.CancellationToken);
        Assert.Contains("FROM ${SDK} AS build", lines);
        Assert.Contains("FROM ${BASE}", lines);
        Assert.Equal("USER 10001:10001", Assert.Single(lines, line => line.StartsWith("USER", StringComparison.Ordinal)));
        Assert.StartsWith("ENTRYPOINT [\"dotnet\", \"/app/", Assert.Single(lines, line => line.StartsWith("ENTRYPOINT", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains(lines, line => line.Contains("dev.signet.sbom=\"/app/sbom.cdx.json\"", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("--locked-mode", StringComparison.Ordinal));
        var project = lines.Single(line => line.Contains("dotnet publish", StringComparison.Ordinal)).Split(' ').Single(word => word.Contains("/Signet.", StringComparison.Ordinal));
        Assert.True(Directory.Exists(Repository.PathOf(project)));
    }

    [Fact]
    public async Task Bill_OfMaterials_NamesEveryPackageOnce()
    {
        var deps = Path.Combine(AppContext.BaseDirectory, "Signet.Deploy.Tests.deps.json");
        var made = await CommandProcess.RunAsync("awk", ["-f", Path.Combine(Folder, "sbom.awk"), deps]);
        Assert.True(made.ExitCode == 0, made.Error);
        using var bill = JsonDocument.Parse(made.Output);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(deps, TestContext.Current.CancellationToken));
        var packages = document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(library => library.Value.GetProperty("type").GetString() == "package").Select(library => $"pkg:nuget/{library.Name.Replace('/', '@')}");
        Assert.Equal("CycloneDX", bill.RootElement.GetProperty("bomFormat").GetString());
        Assert.Equal(packages.Order(), bill.RootElement.GetProperty("components").EnumerateArray().Select(component => component.GetProperty("purl").GetString()).Order());
    }
}
