using System.Text;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Signet.Anchorer;
using Signet.Deploy.Tests.Charts;
using Signet.Storage;
using Signet.Storage.S3;
using Signet.Testing.Storage;

namespace Signet.Deploy.Tests;

/// <summary>A log in S3: what the chart says of the store is what the services read, each with keys of its own or none.</summary>
public sealed class StoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("s3", "auditor", "s3://signet-segments/prod/demo")]
    [InlineData("s3", "verifier", "s3://signet-segments/prod/demo")]
    [InlineData("s3-accounts", "auditor", "s3://signet-segments")]
    [InlineData("s3-accounts", "verify", "s3://signet-segments")]
    public async Task Settings_AreThoseOfTheStore(string set, string part, string location)
    {
        using var directory = new TemporaryDirectory();
        var objects = await Chart.ObjectsAsync(set);
        var settings = PodFiles.Write(directory.Path, objects, PodsOf(objects, part));
        using var configured = (ConfigurationRoot)new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings))).Build();
        Assert.Equal(location, configured[part == "auditor" ? "Auditor:StorePath" : "Verifier:StorePath"]);
        var s3 = configured.GetSection(S3Settings.Section).Get<S3Settings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        Assert.NotNull(StoreLocation.OpenReader(location, s3, TimeProvider.System).Segments);
        if (set == "s3")
        {
            Assert.Equal(
                ("https://objects.example/", true, S3SlotMode.Claim, "signet-claims", 730, "eu-central-1"),
                (s3.Endpoint!.AbsoluteUri, s3.PathStyle, s3.SlotMode, s3.ClaimBucket, s3.RetainDays, s3.Region));
            Assert.True(File.Exists(s3.AccessKeyPath) && File.Exists(s3.SecretKeyPath));
        }
        else
        {
            Assert.Equal((S3SlotMode.Conditional, null, null, null), (s3.SlotMode, s3.Endpoint, s3.AccessKeyPath, s3.SecretKeyPath));
        }
    }

    [Fact]
    public async Task FullWalk_HasTheSettingsAsAFile()
    {
        using var directory = new TemporaryDirectory();
        var objects = await Chart.ObjectsAsync("s3");
        var pods = PodsOf(objects, "verify-full");
        var map = objects.Single(item => item is { Kind: "ConfigMap", Name: "signet-verify-full-store" }).As<V1ConfigMap>();
        var arguments = pods.Containers[0].Args;
        var file = arguments[arguments.IndexOf("--s3") + 1];
        Assert.Equal(Path.GetDirectoryName(file), pods.Containers[0].VolumeMounts.Single(mount => mount.Name == "store-settings").MountPath);
        await File.WriteAllTextAsync(directory.File("s3.json"), map.Data[Path.GetFileName(file)], Token);
        var settings = new ConfigurationBuilder().AddJsonFile(directory.File("s3.json")).Build()
            .Get<S3Settings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        Assert.NotNull(StoreLocation.OpenReader(arguments[2], settings, TimeProvider.System).Segments);
        var keys = pods.Containers[0].VolumeMounts.Single(mount => mount.Name == "store").MountPath;
        Assert.Equal((keys, keys), (Path.GetDirectoryName(settings.AccessKeyPath), Path.GetDirectoryName(settings.SecretKeyPath)));
    }

    [Fact]
    public async Task Keys_EachPartHasItsOwn()
    {
        var objects = await Chart.ObjectsAsync("s3");
        foreach (var (part, secret) in new[] { ("auditor", "store-auditor"), ("verifier", "store-verifier"), ("verify-full", "store-verifier") })
        {
            Assert.Equal(secret, PodsOf(objects, part).Volumes.Single(volume => volume.Name == "store").Secret.SecretName);
        }

        Assert.DoesNotContain(PodsOf(objects, "gateway").Volumes, volume => volume.Name == "store");
        Assert.DoesNotContain(PodsOf(objects, "anchorer").Volumes, volume => volume.Name == "store");
    }

    [Fact]
    public async Task Accounts_StandForRoles()
    {
        var objects = await Chart.ObjectsAsync("s3-accounts");
        foreach (var account in objects.Where(item => item.Kind == "ServiceAccount"))
        {
            var role = account.Name switch
            {
                "signet-auditor" => "arn:aws:iam::111122223333:role/signet-auditor",
                "signet-verifier" => "arn:aws:iam::111122223333:role/signet-verifier",
                _ => null,
            };
            Assert.Equal(role, account.Annotations.GetValueOrDefault("eks.amazonaws.com/role-arn"));
        }
    }

    [Theory]
    [InlineData("auditor")]
    [InlineData("verifier")]
    public async Task Networks_LeadToTheStore(string part)
    {
        var policy = (await Chart.ObjectsAsync("s3")).Single(item => item.Kind == "NetworkPolicy" && item.Name == $"signet-{part}").As<V1NetworkPolicy>();
        Assert.Contains(policy.Spec.Egress, rule => rule.Ports.Any(port => (string)port.Port == "443"));
        Assert.Contains(policy.Spec.Egress, rule => rule.Ports.Any(port => (string)port.Port == "53"));
    }

    [Fact]
    public async Task Anchorer_KnowsPresetsAndWitnesses()
    {
        using var directory = new TemporaryDirectory();
        var objects = await Chart.ObjectsAsync("s3");
        var settings = PodFiles.Write(directory.Path, objects, PodsOf(objects, "anchorer"));
        using var configured = (ConfigurationRoot)new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings))).Build();
        var options = configured.GetSection(AnchorerSettings.Section).Get<AnchorerSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!.ToOptions();
        Assert.Equal(["https://freetsa.org/tsr", "http://timestamp.example/"], options.Tsas.Select(tsa => tsa.Url.AbsoluteUri));
        Assert.All(options.Tsas, tsa => Assert.Equal(TimeSpan.FromSeconds(15), tsa.Spacing));
        Assert.Equal(("first", "https://witness.example/"), (Assert.Single(options.Witnesses).Name, options.Witnesses[0].Url.AbsoluteUri));
        Assert.Equal(TimeSpan.FromMinutes(5), options.WitnessInterval);
    }

    [Fact]
    public async Task Witnesses_WithoutAnAnchorer_AreRefused()
    {
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("s3"), "--set", "anchors.required=0"]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains("anchors.witnesses", result.Error, StringComparison.Ordinal);
    }

    private static V1PodSpec PodsOf(IReadOnlyList<ClusterObject> objects, string part) => objects.Select(item => item.Pods)
        .OfType<V1PodTemplateSpec>().Single(pods => pods.Metadata.Labels["app.kubernetes.io/component"] == part).Spec;
}
