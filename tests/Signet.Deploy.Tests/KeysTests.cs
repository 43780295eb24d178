using System.Text;
using k8s;
using k8s.Models;
using Signet.Deploy.Tests.Charts;
using Signet.Hosting.Keys;
using Signet.Ledger.Checkpoints;
using Signet.Testing;
using Signet.Testing.Cluster;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.Deploy.Tests;

/// <summary><c>deploy/keys</c>, and the Secrets that are made of what it writes.</summary>
public sealed class KeysTests
{
    [Fact]
    public async Task Keys_OfANewLog_AreReadByTheServicesAndNamedByTheirPublicKey()
    {
        using var directory = new TemporaryDirectory();
        var made = await CommandProcess.RunAsync(Repository.PathOf("deploy", "keys"), [directory.File("keys"), "signet-demo"]);
        Assert.True(made.ExitCode == 0, made.Error);
        var seed = KeyFile.LoadSecret(directory.File("keys", "checkpoint.key"), CheckpointSigner.SeedOctets, CheckpointSigner.SeedOctets);
        Assert.Equal(32, KeyFile.LoadSecret(directory.File("keys", "chain-root.key"), 32, 32).Length);
        using var signer = new CheckpointSigner("signet-demo", seed);
        Assert.Equal(signer.VerifierKey.ToString(), made.Output.Trim());
        Assert.Matches("^[0-9a-f]{48}$", await File.ReadAllTextAsync(directory.File("keys", "auditor-token"), TestContext.Current.CancellationToken));
        var values = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set", $"verifier.checkpointVkey={made.Output.Trim()}"]);
        Assert.True(values.ExitCode == 0, values.Error);
    }

    [Fact]
    public async Task Keys_WhereSomeStand_ReplacesNothing()
    {
        using var directory = new TemporaryDirectory();
        await CommandProcess.RunAsync(Repository.PathOf("deploy", "keys"), [directory.File("keys"), "signet-demo"]);
        var before = await File.ReadAllTextAsync(directory.File("keys", "chain-root.key"), TestContext.Current.CancellationToken);
        Assert.NotEqual(0, (await CommandProcess.RunAsync(Repository.PathOf("deploy", "keys"), [directory.File("keys"), "signet-demo"])).ExitCode);
        Assert.Equal(before, await File.ReadAllTextAsync(directory.File("keys", "chain-root.key"), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("a b")]
    [InlineData("")]
    public async Task Keys_NoLogId_IsRefused(string log)
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(2, (await CommandProcess.RunAsync(Repository.PathOf("deploy", "keys"), [directory.File("keys"), log])).ExitCode);
        Assert.False(Directory.Exists(directory.File("keys")));
    }

    [Theory]
    [InlineData("signet-chain-root", "chain-root.key", "chain-root.key")]
    [InlineData("signet-checkpoint", "checkpoint.key", "checkpoint.key")]
    [InlineData("signet-auditor-token", "token", "auditor-token")]
    public async Task Secrets_MadeAsDocumented_HaveTheKeysThatTheChartMounts(string secret, string key, string file)
    {
        // As deploy/README.md has it.
        var command = $"kubectl create secret generic {secret} --from-file={key}=keys/{file}";
        Assert.Contains(
            command.Replace($"{key}=keys/{key}", $"keys/{key}", StringComparison.Ordinal),
            await File.ReadAllTextAsync(Repository.PathOf("deploy", "README.md"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        using var directory = new TemporaryDirectory();
        await CommandProcess.RunAsync(Repository.PathOf("deploy", "keys"), [directory.File("keys"), "signet-demo"]);
        var tools = await ClusterTools.OfAsync(HelmVersion.Four);
        var made = await CommandProcess.RunAsync(
            tools.Kubectl, [.. command.Split(' ').Skip(1), "--dry-run=client", "--output=json"], directory.Path);
        Assert.True(made.ExitCode == 0, made.Error);
        var content = KubernetesJson.Deserialize<V1Secret>(made.Output).Data;
        Assert.Equal(await File.ReadAllTextAsync(directory.File("keys", file), TestContext.Current.CancellationToken), Encoding.ASCII.GetString(content[key]));
        var mounted = (await Chart.ObjectsAsync("minimal")).Select(item => item.Pods?.Spec.Volumes).OfType<IList<V1Volume>>().SelectMany(volumes => volumes);
        Assert.Contains(mounted, volume =>
            volume.Secret?.SecretName == secret && (volume.Secret.Items is null || volume.Secret.Items.Single().Key == key));
    }
}
