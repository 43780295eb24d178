using System.Text.Json;
using Signet.ContainerTests.Docker;

namespace Signet.ContainerTests;

/// <summary>What is in the images.</summary>
[Collection("Containers")]
public sealed class ImageTests
{
    [Theory]
    [InlineData("gateway")]
    [InlineData("auditor")]
    [InlineData("anchorer")]
    [InlineData("verifier")]
    [InlineData("signet")]
    public async Task Image_RunsAsANumberAndHoldsItsBillOfMaterials(string name)
    {
        var cancellation = TestContext.Current.CancellationToken;
        var image = ContainerHost.ImageOf(name);
        Assert.Equal("10001:10001", await Shell.RunAsync("docker", ["image", "inspect", "--format", "{{.Config.User}}", image], cancellation));
        var path = await Shell.RunAsync("docker", ["image", "inspect", "--format", "{{index .Config.Labels \"dev.signet.sbom\"}}", image], cancellation);
        using var bill = JsonDocument.Parse(
            await Shell.RunAsync("docker", ["run", "--rm", "--network", "none", "--read-only", "--entrypoint", "cat", image, path], cancellation));
        Assert.True(bill.RootElement.GetProperty("components").GetArrayLength() > 5);
    }
}
