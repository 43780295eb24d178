using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Signet.Hosting.Telemetry;
using Signet.Policy.Documents;
using Signet.Testing.Storage;

namespace Signet.Gateway.Tests;

public sealed class PolicyReloaderTests : IDisposable
{
    private const string First = "version: 1\nchecks: [{check: owner_resolution}]\n";
    private const string Second = "version: 1\nchecks: [{check: owner_resolution}, {check: scope_drift}]\n";

    private readonly TemporaryDirectory _directory = new();
    private readonly Meters _meters = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task LookAsync_ChangedFile_IsInForceWhenItHasSettled()
    {
        var (source, reloader) = await StartAsync(First);
        var before = source.Current;
        await WriteAsync(Second);
        await LookAsync(reloader);
        Assert.Same(before, source.Current);
        await LookAsync(reloader);
        Assert.Equal(["owner_resolution", "scope_drift"], source.Current.Policies.Default.Checks);
        Assert.NotEqual(before.Sha256, source.Current.Sha256);
        var after = source.Current;
        await LookAsync(reloader);
        Assert.Same(after, source.Current);
    }

    [Fact]
    public async Task LookAsync_FileThatIsBeingWritten_IsNeverInForce()
    {
        var (source, reloader) = await StartAsync(First);
        for (var length = 1; length <= Second.Length; length++)
        {
            await WriteAsync(Second[..length]);
            await LookAsync(reloader);
            Assert.Equal(["owner_resolution"], source.Current.Policies.Default.Checks);
            Assert.Null(source.Fault);
        }

        await LookAsync(reloader);
        Assert.Equal(2, source.Current.Policies.Default.Checks.Count);
    }

    [Theory]
    [InlineData("version: 1\nchecks: [{check: owner_resolution, nope: 1}]\n", "line 2, column 36: /checks/0/nope: is not known")]
    [InlineData("version: [\n", "not well-formed YAML")]
    [InlineData("", "The file is empty.")]
    [InlineData(null, "can't be opened or read")]
    public async Task LookAsync_BadFile_ChangesNothingAndIsSaid(string? text, string fault)
    {
        var (source, reloader) = await StartAsync(First);
        var before = source.Current;
        if (text is null)
        {
            File.Delete(Path);
        }
        else
        {
            await WriteAsync(text);
        }

        await LookAsync(reloader);
        await LookAsync(reloader);
        Assert.Same(before, source.Current);
        Assert.Contains(fault, source.Fault, StringComparison.Ordinal);
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(source)).Status);

        await WriteAsync(First);
        await LookAsync(reloader);
        await LookAsync(reloader);
        Assert.Null(source.Fault);
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(source)).Status);
        Assert.Equal(before.Sha256, source.Current.Sha256);
    }

    private string Path => _directory.File("policy.yaml");

    private async Task<(GatewayPolicySource Source, PolicyReloader Reloader)> StartAsync(string text)
    {
        await WriteAsync(text);
        GatewayPolicyFile file = new(Path, CheckRegistry.BuiltIn, TimeProvider.System);
        var source = await GatewayPolicySource.LoadAsync(file, TestContext.Current.CancellationToken);
        PolicySwitch policySwitch = new(source, new SignetMetrics(_meters), NullLogger<PolicySwitch>.Instance);
        PolicyReloader reloader = new(source, policySwitch, Options.Create(new GatewayOptions()), TimeProvider.System);
        return (source, reloader);
    }

    private static Task LookAsync(PolicyReloader reloader) => reloader.LookAsync(TestContext.Current.CancellationToken);

    private static Task<HealthCheckResult> CheckAsync(GatewayPolicySource source) =>
        new PolicyHealthCheck(source).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private Task WriteAsync(string text) => File.WriteAllTextAsync(Path, text, TestContext.Current.CancellationToken);
}
