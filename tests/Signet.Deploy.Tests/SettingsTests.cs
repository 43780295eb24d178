using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Signet.Anchorer;
using Signet.Auditor;
using Signet.Auditor.Enrolment;
using Signet.Deploy.Tests.Charts;
using Signet.Extensions;
using Signet.Gateway;
using Signet.Messaging;
using Signet.Storage;
using Signet.Testing.Storage;
using Signet.Verifier;

namespace Signet.Deploy.Tests;

/// <summary>The settings that the chart writes are the ones that the services read: bound strictly, validated, with the files that they name.</summary>
public sealed class SettingsTests
{
    private const string LogId = "signet-demo";

    public static TheoryData<string> Sets => [.. Chart.ValueSets];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Gateway_StartsWithThem(string set)
    {
        using var directory = new TemporaryDirectory();
        var (settings, pods) = await ReadAsync(set, "gateway", directory.Path, "Auditor", "Gateway", "PolicyPath", "Extensions", "Commits");
        AssertReachesTheAuditor(settings, set);
        Assert.Equal("metadata.name", pods.Containers[0].Env.Single(variable => variable.Name == "Gateway__ProducerId").ValueFrom.FieldRef.FieldPath);

        using var configured = Configured(settings, ("Gateway:ProducerId", "signet-gateway-0"));
        var section = configured.GetSection(GatewayOptions.Section);
        Assert.NotNull(section.Get<GatewayOptions>(binder => binder.ErrorOnUnknownConfiguration = true));
        await using var services = new ServiceCollection()
            .AddSingleton<ISecretSource>(new DaprSecretSource(new DaprSecretOptions(), TimeProvider.System))
            .AddGatewayCluster(new KubernetesClientConfiguration { Host = "https://127.0.0.1" })
            .AddGateway(section).BuildServiceProvider();
        var options = services.GetRequiredService<IOptions<GatewayOptions>>().Value;
        Assert.Equal((LogId, "signet-gateway-0"), (options.LogId, options.ProducerId));

        var extensions = CheckExtensions.Load(
            configured.GetSection(ExtensionSettings.Section).Get<ExtensionSettings>(binder => binder.ErrorOnUnknownConfiguration = true) ?? new(),
            new Uri("http://127.0.0.1:3500"), null);
        Assert.Empty(extensions.Problems);
        if (set == "cluster")
        {
            Assert.Null(configured["PolicyPath"]);
            Assert.Equal(("main", Chart.Namespace), (options.Policy.Kubernetes.Name, options.Policy.Kubernetes.Namespace));
            Assert.Equal((WorkloadSource.Callers, TimeSpan.FromMinutes(2)), (options.Workload.Source, options.Workload.ReviewLifetime));
            return;
        }

        Assert.Equal(WorkloadSource.None, options.Workload.Source);
        Assert.NotNull(await new GatewayPolicyFile(configured["PolicyPath"]!, extensions.Registry, TimeProvider.System)
            .LoadAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Gateway_KeysAndRoutes_AreThoseOfTheValues()
    {
        using var directory = new TemporaryDirectory();
        var (settings, _) = await ReadAsync("full", "gateway", directory.Path, "Auditor", "Gateway", "PolicyPath", "Extensions");
        using var configured = Configured(settings);
        var options = configured.GetSection(GatewayOptions.Section).Get<GatewayOptions>()!;
        Assert.Equal(["anthropic", "local", "openai"], options.Upstreams.Keys.Order());
        Assert.Equal(["anthropic", "local", "openai", "openai"], options.Routes.Select(route => route.Upstream));
        Assert.Equal(("x-api-key", 256), (options.Upstreams["anthropic"].ApiKeyHeader, options.Upstreams["anthropic"].MaxConnectionsPerServer));
        Assert.Equal("drop", options.Upstreams["local"].CallerKey);
        var files = options.Upstreams.Values.Select(upstream => upstream.ApiKeyFile).Concat(options.Routes.Select(route => route.ApiKeyFile)).OfType<string>().ToList();
        Assert.Equal(3, files.Distinct().Count());
        Assert.All(files, file => Assert.True(File.Exists(file)));
        Assert.Equal(TimeSpan.FromSeconds(5), options.RecordTimeout);
    }

    [Theory]
    [InlineData("spool", true)]
    [InlineData("dapr-redis", false)]
    [InlineData("minimal", false)]
    public async Task Gateway_WithASpool_OpensItOnItsVolume(string set, bool isClaim)
    {
        using var directory = new TemporaryDirectory();
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf(set), "--set", "gateway.spool.enabled=true"]);
        var objects = ClusterObject.ReadAll(result.Output);
        var gateway = objects.Single(item => item.Name == "signet-gateway" && item.Pods is not null);
        Assert.Equal(isClaim ? "StatefulSet" : "Deployment", gateway.Kind);
        using var configured = Configured(JsonNode.Parse(PodFiles.Write(directory.Path, objects, gateway.Pods!.Spec))!.AsObject());
        var commits = configured.GetSection(CommitSettings.Section).Get<CommitSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        Assert.Equal(AcknowledgementLevel.Spool, commits.Level);
        Assert.Equal(set == "dapr-redis" ? AcknowledgementLevel.Broker : AcknowledgementLevel.Chain, commits.Spool.Through);
        Assert.StartsWith(directory.Path + gateway.Pods.Spec.Containers[0].VolumeMounts.Single(mount => mount.Name == "spool").MountPath + "/", commits.Spool.Path, StringComparison.Ordinal);
        var auditor = configured.GetSection(AuditorClientSettings.Section).Get<AuditorClientSettings>()!.ToOptions();
        await using (var transport = (IAsyncDisposable)commits.CreateTransport(auditor, null, "50001", TimeProvider.System))
        {
            Assert.True(Directory.Exists(commits.Spool.Path));
        }

        // Whatever fills an emptyDir beyond its limit is evicted with what was spooled.
        var limit = gateway.Pods.Spec.Volumes.SingleOrDefault(volume => volume.Name == "spool")?.EmptyDir.SizeLimit;
        var claim = (gateway.Typed() as V1StatefulSet)?.Spec.VolumeClaimTemplates.Single().Spec.Resources.Requests["storage"];
        Assert.True((limit ?? claim)!.ToDecimal() > commits.Spool.MaxBytes + (64 << 20));
    }

    [Fact]
    public async Task Gateway_WithClaimsForItsSpools_ScalesItsSetAndKeepsThem()
    {
        var objects = await Chart.ObjectsAsync("spool");
        var set = objects.Single(item => item.Kind == "StatefulSet").As<V1StatefulSet>();
        Assert.Equal(("Retain", "Retain"), (set.Spec.PersistentVolumeClaimRetentionPolicy.WhenDeleted, set.Spec.PersistentVolumeClaimRetentionPolicy.WhenScaled));
        Assert.Contains(objects, item => item.Kind == "Service" && item.Name == set.Spec.ServiceName && item.As<V1Service>().Spec.ClusterIP == "None");
        var scaled = objects.Single(item => item.Kind == "HorizontalPodAutoscaler").As<V2HorizontalPodAutoscaler>().Spec.ScaleTargetRef;
        Assert.Equal(("StatefulSet", set.Metadata.Name), (scaled.Kind, scaled.Name));
        Assert.Null(set.Spec.Replicas);
    }

    [Fact]
    public async Task Keys_Changed_TheAuditorReadsTheNewOnesAndThoseBefore_WithoutANewPod()
    {
        string[] before = ["keys.chainRoot.id=chain-1", "keys.chainRoot.key=chain-root.key", "keys.chainRoot.previous=null", "keys.checkpoint.key=checkpoint.key", "keys.checkpoint.previous=null"];
        var old = ClusterObject.ReadAll((await Chart.TryRenderAsync(["--values", Chart.ValuesOf("spool"), .. before.SelectMany(value => (string[])["--set", value])])).Output);
        var changed = await Chart.ObjectsAsync("spool");
        Assert.Equal(Auditor(old).Json.ToJsonString(), Auditor(changed).Json.ToJsonString());

        using var directory = new TemporaryDirectory();
        var (settings, pods) = await ReadAsync("spool", "auditor", directory.Path, "Auditor");
        using var configured = Configured(settings);
        var keys = configured.GetSection(AuditorSettings.Section).Get<AuditorSettings>()!.ReadKeys();
        Assert.Equal(("chain-2", "chain-1", 1), (keys.ChainKeyId, Assert.Single(keys.PreviousChainKeys).Key, keys.PreviousCheckpointSeeds.Count));

        // What is mounted by itself, or by name, changes with a new pod alone.
        Assert.All(pods.Containers[0].VolumeMounts, mount => Assert.Null(mount.SubPath));
        Assert.All(pods.Volumes.Where(volume => volume.Name is "chain-root" or "checkpoint"), volume => Assert.Null(volume.Secret.Items));

        var (verifier, _) = await ReadAsync("spool", "verifier", directory.Path, "Verifier");
        using var verifying = Configured(verifier);
        Assert.Equal(["chain-1", "chain-2"], verifying.GetSection(VerifierSettings.Section).Get<VerifierSettings>()!.ToOptions().Trust.RootSecrets.Keys.Order());

        static ClusterObject Auditor(IEnumerable<ClusterObject> objects) => objects.Single(item => item is { Kind: "Deployment", Name: "signet-auditor" });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Auditor_StartsWithThem(string set)
    {
        using var directory = new TemporaryDirectory();
        var (settings, pods) = await ReadAsync(set, "auditor", directory.Path, "Auditor", "S3");
        using var configured = Configured(settings, ("Auditor:WriterId", "signet-auditor-0"));
        var bound = configured.GetSection(AuditorSettings.Section).Get<AuditorSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        var options = bound.ToOptions();
        new ServiceCollection().AddAuditor(options);
        Assert.Equal((LogId, "signet-auditor-0"), (options.LogId, options.WriterId));
        Assert.Equal(options.Settings.Anchors.Required, bound.RequiredAnchors);
        Assert.True(bound.RequiredAnchors <= options.Settings.Anchors.Tsas.Count);
        Assert.Equal(StoreLocation.IsS3(bound.StorePath), settings.ContainsKey("S3"));
        Assert.True(StoreLocation.IsS3(bound.StorePath) || bound.StorePath.StartsWith(directory.Path + pods.Containers[0].VolumeMounts.Single(mount => mount.Name == "log").MountPath + "/", StringComparison.Ordinal));
        Assert.Equal(set is "standby" or "s3" ? "signet-auditor" : "", bound.Lease.Name);
    }

    [Fact]
    public async Task Auditor_Enrolment_IsThatOfTheValuesAndOfItsOwnGateways()
    {
        using var directory = new TemporaryDirectory();
        var (settings, _) = await ReadAsync("enrolment", "auditor", directory.Path, "Auditor");
        using var configured = Configured(settings);
        var options = configured.GetSection(AuditorSettings.Section).Get<AuditorSettings>()!.ToOptions();
        Assert.Equal((EnrolmentMode.Kubernetes, "signet-demo-auditor"), (options.Enrolment.Mode, options.Enrolment.Audience));
        Assert.Equal(["signet/signet-gateway", "edge/signet-gateway"], options.Enrolment.ServiceAccounts.Select(account => account.ToString()));
        Assert.Equal("verifier.outside", Assert.Single(options.Enrolment.Keys).Producer);
        Assert.Equal(("signet-gateway-0", "commit-0195f6c0-5a1e-7b7c-8d2e-3f4a5b6c7d8e"), Assert.Single(options.RevokedProducerKeys));

        var (gateway, pods) = await ReadAsync("enrolment", "gateway", directory.Path, "Auditor", "Gateway", "PolicyPath", "Extensions");
        var token = pods.Volumes.Single(volume => volume.Name == "workload-token").Projected.Sources.Single().ServiceAccountToken;
        var mount = pods.Containers[0].VolumeMounts.Single(mount => mount.Name == "workload-token").MountPath;
        Assert.Equal((options.Enrolment.Audience, $"{directory.Path}{mount}/{token.Path}"), (token.Audience, (string)gateway["Auditor"]!["WorkloadTokenPath"]!));
    }

    [Fact]
    public async Task Auditor_Lease_IsTheOneThatItsRoleNames()
    {
        using var directory = new TemporaryDirectory();
        var (settings, _) = await ReadAsync("standby", "auditor", directory.Path, "Auditor");
        using var configured = Configured(settings);
        var lease = configured.GetSection(AuditorSettings.Section).Get<AuditorSettings>()!.Lease.ToOptions("other");
        new ServiceCollection().AddLeaseElection(lease, new KubernetesClientConfiguration { Host = "https://127.0.0.1" });
        var role = (await Chart.ObjectsAsync("standby")).Single(item => item.Kind == "Role").As<V1Role>();
        Assert.Contains(role.Rules, rule => rule.ResourceNames is [var name] && name == lease.Name);
        Assert.Equal((role.Metadata.NamespaceProperty, TimeSpan.FromSeconds(20)), (lease.Namespace, lease.Duration));
    }

    [Theory]
    [InlineData("full", 2)]
    [InlineData("dapr-redis", 1)]
    [InlineData("jobs", 1)]
    [InlineData("s3", 2, 1)]
    public async Task Anchorer_StartsWithThem(string set, int authorities, int? required = null)
    {
        using var directory = new TemporaryDirectory();
        var (settings, _) = await ReadAsync(set, "anchorer", directory.Path, "Auditor", "Anchorer");
        AssertReachesTheAuditor(settings, set);
        using var configured = Configured(settings);
        var bound = configured.GetSection(AnchorerSettings.Section).Get<AnchorerSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        var options = bound.ToOptions();
        new ServiceCollection().AddAnchorer(options);
        Assert.Equal((LogId, authorities, required ?? authorities), (bound.LogId, options.Tsas.Count, options.Required));
    }

    [Theory]
    [InlineData("full", "verifier", true)]
    [InlineData("dapr-chain", "verifier", true)]
    [InlineData("plain", "verifier", false)]
    [InlineData("jobs", "verify", true)]
    [InlineData("s3", "verifier", true)]
    [InlineData("s3-accounts", "verify", true)]
    public async Task Verifier_StartsWithThem(string set, string part, bool checksMacs)
    {
        using var directory = new TemporaryDirectory();
        var (settings, pods) = await ReadAsync(set, part, directory.Path, "Verifier", "S3");
        Assert.Equal(part == "verify" ? ["--once"] : [], pods.Containers[0].Args ?? []);

        // Of verifiers that go on from what they remember, and check time stamps.
        var verifier = settings["Verifier"]!.AsObject();
        Assert.Equal(12, (int)verifier["FullEvery"]!);
        Assert.All(verifier["TsaRoots"]?.AsObject() ?? [], roots => Assert.True(File.Exists((string)roots.Value!)));
        using var configured = Configured(settings);
        var bound = configured.GetSection(VerifierSettings.Section).Get<VerifierSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
        var options = bound.ToOptions();
        new ServiceCollection().AddVerifier(options);
        Assert.Equal((LogId, checksMacs ? 1 : 0), (options.Trust.LogId, options.Trust.RootSecrets.Count));
        Assert.True(Directory.Exists(Path.GetDirectoryName(bound.MemoryPath)));
    }

    [Theory]
    [InlineData("full")]
    [InlineData("dapr-redis")]
    [InlineData("jobs")]
    [InlineData("s3")]
    [InlineData("s3-accounts")]
    [InlineData("spool")]
    public async Task FullWalk_IsToldAsTheCommandTakesIt(string set)
    {
        var job = (await Chart.ObjectsAsync(set)).Single(item => item is { Kind: "CronJob", Name: "signet-verify-full" }).Pods!.Spec.Containers[0];
        var parsed = Cli.Commands.SignetCommand.Create().Parse([.. job.Args]);
        Assert.Empty(parsed.Errors);
        Assert.Equal("verify", parsed.CommandResult.Command.Name);
        Assert.Equal(
            job.Args.Where(argument => argument.StartsWith("/etc/", StringComparison.Ordinal) || argument.Contains("=/etc/", StringComparison.Ordinal))
                .Select(argument => argument[argument.IndexOf('/', StringComparison.Ordinal)..]).Select(path => Path.GetDirectoryName(path)).Distinct().Order(),
            // The store's keys are named by a file of settings (StoreTests).
            job.VolumeMounts.Where(mount => mount.Name != "store").Select(mount => mount.MountPath).Where(path => path.StartsWith("/etc/", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task HelmTest_IsToldAsTheCommandTakesIt()
    {
        var objects = await Chart.ObjectsAsync("full");
        var pod = objects.Single(item => item.Kind == "Pod");
        Assert.Equal("test", pod.Annotations["helm.sh/hook"]);
        var arguments = pod.Pods!.Spec.Containers[0].Args;
        Assert.Empty(Cli.Commands.SignetCommand.Create().Parse([.. arguments]).Errors);
        var services = objects.Where(item => item.Kind == "Service").Select(item => item.Name).ToHashSet();
        Assert.Equal(4, arguments.Count - 1);
        Assert.All(arguments.Skip(1), url => Assert.Contains(new Uri(url).Host.Split('.')[0], services));
    }

    private static async Task<(JsonObject Settings, V1PodSpec Pods)> ReadAsync(string set, string part, string root, params string[] sections)
    {
        var objects = await Chart.ObjectsAsync(set);
        var pods = objects.Select(item => item.Pods).OfType<V1PodTemplateSpec>().Single(item => item.Metadata.Labels["app.kubernetes.io/component"] == part).Spec;
        var settings = JsonNode.Parse(PodFiles.Write(root, objects, pods))!.AsObject();
        Assert.Empty(settings.Select(pair => pair.Key).Except(sections));
        return (settings, pods);
    }

    /// <summary>Where the auditor is: a service of the chart, or an app that a sidecar of the chart's makes known.</summary>
    private static void AssertReachesTheAuditor(JsonObject settings, string set)
    {
        var objects = Chart.ObjectsAsync(set).GetAwaiter().GetResult();
        var client = settings["Auditor"]!.AsObject();
        if (set.StartsWith("dapr", StringComparison.Ordinal))
        {
            var auditor = objects.Single(item => item is { Kind: "Deployment", Name: "signet-auditor" }).Pods!.Metadata.Annotations;
            Assert.Equal(auditor["dapr.io/app-id"], (string)client["AppId"]!);
            if (settings["Commits"] is JsonObject commits)
            {
                using var configured = Configured(commits);
                var bound = configured.Get<CommitSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!;
                var bus = objects.SingleOrDefault(item => item.Kind == "Component");
                Assert.Equal(bus is null ? AcknowledgementLevel.Chain : AcknowledgementLevel.Broker, bound.Level);
                Assert.True(bus is null || bus.Name == bound.PubSub);
                Assert.True(File.Exists(bound.TokenPath));
            }
        }
        else
        {
            var address = new Uri((string)client["BaseAddress"]!);
            var service = objects.Single(item => item.Kind == "Service" && item.Name == address.Host.Split('.')[0]).As<V1Service>();
            Assert.Equal((address.Port, "public"), (service.Spec.Ports[0].Port, (string)service.Spec.Ports[0].TargetPort));
        }

        using var section = Configured(client);
        var options = section.Get<AuditorClientSettings>(binder => binder.ErrorOnUnknownConfiguration = true)!.ToOptions();
        Assert.Equal(64, options.ApiToken!.Length);
    }

    private static ConfigurationRoot Configured(JsonObject settings, params (string Key, string Value)[] environment) => (ConfigurationRoot)new ConfigurationBuilder()
        .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings.ToJsonString())))
        .AddInMemoryCollection(environment.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
        .Build();
}
