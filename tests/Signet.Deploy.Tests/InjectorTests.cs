using System.Text;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Configuration;
using Signet.Deploy.Tests.Charts;
using Signet.Injector;

namespace Signet.Deploy.Tests;

/// <summary>The injector's part of the chart: which pods it is asked about, what it may do, and that it starts with its settings.</summary>
public sealed class InjectorTests
{
    [Theory]
    [InlineData("enabled", null, "/inject/namespace")]
    [InlineData("enabled", "enabled", "/inject/namespace")]
    [InlineData("enabled", "yes", "/inject/namespace")]
    [InlineData("enabled", "disabled", null)]
    [InlineData(null, null, null)]
    [InlineData(null, "enabled", "/inject")]
    [InlineData(null, "yes", "/inject")]
    [InlineData(null, "disabled", null)]
    [InlineData("disabled", null, null)]
    [InlineData("disabled", "enabled", "/inject")]
    public async Task Webhooks_AtMostOneIsForAPod_AndOnlyForOneThatAsks(string? common, string? own, string? path)
    {
        var webhooks = (await WebhooksAsync("full")).Webhooks;
        var asked = webhooks.Where(webhook => Matches(webhook.NamespaceSelector, common, "agents") && Matches(webhook.ObjectSelector, own, null));
        Assert.Equal(path is null ? [] : [path], asked.Select(webhook => webhook.ClientConfig.Service.Path));
        Assert.DoesNotContain(webhooks, webhook => Matches(webhook.NamespaceSelector, "enabled", "kube-system") || Matches(webhook.NamespaceSelector, "enabled", Chart.Namespace));
    }

    [Theory]
    [InlineData("full", "Fail", 5)]
    [InlineData("injector", "Ignore", 10)]
    public async Task Webhooks_AreBounded_AndTheSettingsNameThem(string set, string failure, int seconds)
    {
        var configuration = await WebhooksAsync(set);
        Assert.All(configuration.Webhooks, webhook =>
        {
            Assert.Equal((failure, seconds, "Equivalent", "None", "IfNeeded"), (webhook.FailurePolicy, webhook.TimeoutSeconds, webhook.MatchPolicy, webhook.SideEffects, webhook.ReinvocationPolicy));
            var rule = Assert.Single(webhook.Rules);
            Assert.Equal(("CREATE", "pods", "Namespaced"), (Assert.Single(rule.Operations), Assert.Single(rule.Resources), rule.Scope));
        });
        var settings = await SettingsAsync(set);
        Assert.Equal(set == "full" ? configuration.Metadata.Name : "", settings.Certificate.WebhookConfiguration);
        Assert.Equal(set == "full" ? null : "signet/signet-injector", configuration.Metadata.Annotations?["cert-manager.io/inject-ca-from"]);
    }

    [Fact]
    public async Task Rights_AreToReadAndChangeOneSecretAndOneConfiguration()
    {
        var objects = await Chart.ObjectsAsync("full");
        var role = Assert.Single(objects.Single(item => item is { Kind: "Role" }).As<V1Role>().Rules);
        var clusterRole = Assert.Single(objects.Single(item => item is { Kind: "ClusterRole" }).As<V1ClusterRole>().Rules);
        Assert.All([role, clusterRole], rule => Assert.Equal(["get", "patch"], rule.Verbs));
        var settings = (await SettingsAsync("full")).Certificate;
        Assert.Equal((settings.Secret, "secrets"), (Assert.Single(role.ResourceNames), Assert.Single(role.Resources)));
        Assert.Equal((settings.WebhookConfiguration, "mutatingwebhookconfigurations"), (Assert.Single(clusterRole.ResourceNames), Assert.Single(clusterRole.Resources)));
        Assert.Contains(objects, item => item.Kind == "Secret" && item.Name == settings.Secret);
        Assert.Contains(objects, item => item.Kind == "Service" && item.Name == settings.Service);
        Assert.DoesNotContain(await Chart.ObjectsAsync("injector"), item => item.Kind is "Role" or "ClusterRole" or "Secret");
    }

    [Fact]
    public async Task Settings_OfBothModes_InjectAPodThatReachesThisRelease()
    {
        var pod = JsonNode.Parse("""{"metadata":{"labels":{"signet.dev/inject":"enabled"}},"spec":{"containers":[{"name":"app"}]}}""")!.AsObject();
        var full = PodInjector.Inject(pod, new Dictionary<string, string>(), await SettingsAsync("full")).Injected!["spec"]!["initContainers"]![0]!;
        Assert.Equal("registry.example/signet/gateway:0.1.0", (string?)full["image"]);
        var variables = full["env"]!.AsArray().ToDictionary(variable => (string)variable!["name"]!, variable => (string?)variable!["value"]);
        Assert.Equal("/etc/signet/api-keys/anthropic", variables["Gateway__Upstreams__anthropic__ApiKeyFile"]);
        Assert.Equal("http://signet-auditor.signet.svc:8446", variables["Auditor__BaseAddress"]);
        var relay = PodInjector.Inject(pod, new Dictionary<string, string>(), await SettingsAsync("injector")).Injected!["spec"]!["containers"]![0]!;
        Assert.Equal("http://signet-gateway.signet.svc:8443/v1", (string?)relay["env"]![0]!["value"]);
    }

    [Fact]
    public async Task Settings_AudiencesAreThoseThatAuditorAndGatewaysWant()
    {
        var objects = await RenderAsync("cluster", "auditor.enrolment.mode=kubernetes", "auditor.enrolment.audience=log.example", "gateway.owner.audience=models.example");
        var settings = Settings(objects);
        Assert.Equal(("log.example", "models.example"), (settings.Full.Audience, settings.Relay.Audience));
    }

    [Fact]
    public async Task Settings_OfReleasesWhosePolicyIsAnObjectOrWhoseCallersAreAsked_AreTheSidecarsAlone()
    {
        var variables = Sidecar(Settings(await RenderAsync("cluster")));
        Assert.Equal("/etc/signet/policy/policy.yaml", variables["PolicyPath"]);
        Assert.Equal("Own", variables["Gateway__Workload__Source"]);
        Assert.DoesNotContain(variables.Keys, name => name.StartsWith("Gateway__Policy__", StringComparison.Ordinal));
        Assert.Equal(["Gateway__Workload__Source", "Gateway__Workload__TokenPath"], variables.Keys.Where(name => name.StartsWith("Gateway__Workload__", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public async Task Settings_WithASpool_TheSidecarHasAVolumeThatItFitsInto()
    {
        var settings = await SettingsAsync("spool");
        var variables = Sidecar(settings);
        Assert.Equal(("spool", "/var/lib/signet-spool/spool", "67108864"), (variables["Commits__Level"], variables["Commits__Spool__Path"], variables["Commits__Spool__MaxBytes"]));
        Assert.Equal("129Mi", settings.Full.SpoolLimit);
    }

    [Fact]
    public async Task Settings_OfReleasesOverDapr_LeadTheSidecarStraightToTheAuditor()
    {
        // A Dapr sidecar in a workload's pod is the workload's.
        var objects = await RenderAsync("dapr-chain");
        var variables = Sidecar(Settings(objects));
        Assert.Equal("http://signet-auditor.signet.svc:8446", variables["Auditor__BaseAddress"]);
        Assert.DoesNotContain(variables.Keys, name => name.StartsWith("Commits__", StringComparison.Ordinal) || name == "Auditor__AppId");
        var way = objects.Single(item => item is { Kind: "NetworkPolicy", Name: "signet-auditor-from-injected" }).As<V1NetworkPolicy>().Spec.Ingress.Single();
        Assert.Equal(("8446", "full"), (way.Ports.Single().Port.Value, way.FromProperty.Single().PodSelector.MatchLabels["signet.dev/injected"]));
    }

    [Fact]
    public async Task Fence_OfInjectedPods_LeadsToTheGatewaysAndTheNameServiceAlone()
    {
        var fence = (await Chart.ObjectsAsync("injector")).Single(item => item is { Kind: "NetworkPolicy", Name: "signet-injected" }).As<V1NetworkPolicy>();
        Assert.Equal("agents", fence.Metadata.NamespaceProperty);
        Assert.Equal(("Egress", "relay"), (Assert.Single(fence.Spec.PolicyTypes), Assert.Single(fence.Spec.PodSelector.MatchLabels).Value));
        Assert.Equal(["53", "53", "8443"], fence.Spec.Egress.SelectMany(rule => rule.Ports).Select(port => port.Port.Value).Order());
        Assert.All(fence.Spec.Egress, rule => Assert.All(rule.To, peer => Assert.NotNull(peer.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"])));
        var gateway = fence.Spec.Egress.Single(rule => rule.Ports.Any(port => port.Port.Value == "8443")).To.Single();
        Assert.Equal((Chart.Namespace, "gateway"), (gateway.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"], gateway.PodSelector.MatchLabels["app.kubernetes.io/component"]));

        // By the label that the injector sets.
        var pod = JsonNode.Parse("""{"metadata":{"labels":{"signet.dev/inject":"enabled"}},"spec":{"containers":[{"name":"app"}]}}""")!.AsObject();
        var injected = PodInjector.Inject(pod, new Dictionary<string, string>(), await SettingsAsync("injector")).Injected!;
        Assert.All(fence.Spec.PodSelector.MatchLabels, label => Assert.Equal(label.Value, (string?)injected["metadata"]!["labels"]![label.Key]));
    }

    private static async Task<IReadOnlyList<ClusterObject>> RenderAsync(string set, params string[] values)
    {
        var result = await Chart.TryRenderAsync(
            ["--values", Chart.ValuesOf(set), "--set", "injector.enabled=true,injector.full.enabled=true", .. values.SelectMany(value => (string[])["--set", value])]);
        Assert.True(result.ExitCode == 0, result.Error);
        return ClusterObject.ReadAll(result.Output);
    }

    /// <summary>The environment of the sidecar in full mode; every volume that it mounts is the pod's.</summary>
    private static Dictionary<string, string?> Sidecar(InjectorSettings settings)
    {
        var pod = JsonNode.Parse("""
            {"metadata":{"labels":{"signet.dev/inject":"enabled"},"annotations":{"signet.dev/mode":"full"}},"spec":{"containers":[{"name":"app"}]}}
            """)!.AsObject();
        var spec = PodInjector.Inject(pod, new Dictionary<string, string>(), settings).Injected!["spec"]!;
        var read = KubernetesJson.Deserialize<V1PodSpec>(spec.ToJsonString());
        Assert.Equal(read.Volumes.Select(volume => volume.Name).Order(), read.InitContainers[0].VolumeMounts.Select(mount => mount.Name).Order());
        return read.InitContainers[0].Env.ToDictionary(variable => variable.Name, variable => (string?)variable.Value);
    }

    private static async Task<V1MutatingWebhookConfiguration> WebhooksAsync(string set) =>
        (await Chart.ObjectsAsync(set)).Single(item => item.Kind == "MutatingWebhookConfiguration").As<V1MutatingWebhookConfiguration>();

    internal static async Task<InjectorSettings> SettingsAsync(string set)
    {
        return Settings(await Chart.ObjectsAsync(set));
    }

    private static InjectorSettings Settings(IEnumerable<ClusterObject> objects)
    {
        var map = objects.Single(item => item is { Kind: "ConfigMap", Name: "signet-injector-settings" }).As<V1ConfigMap>();
        return InjectorSettings.Read(new ConfigurationBuilder()
            .AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(map.Data["appsettings.Production.json"]))).Build());
    }

    private static bool Matches(V1LabelSelector selector, string? label, string? name) => selector.MatchExpressions.All(expression =>
    {
        var value = expression.Key == PodInjector.Label ? label : name;
        return expression.OperatorProperty switch
        {
            "In" => value is not null && expression.Values.Contains(value),
            "NotIn" => value is null || !expression.Values.Contains(value),
            "Exists" => value is not null,
            _ => false,
        };
    });
}
