using System.Text;
using System.Text.Json.Nodes;
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

    private static async Task<V1MutatingWebhookConfiguration> WebhooksAsync(string set) =>
        (await Chart.ObjectsAsync(set)).Single(item => item.Kind == "MutatingWebhookConfiguration").As<V1MutatingWebhookConfiguration>();

    private static async Task<InjectorSettings> SettingsAsync(string set)
    {
        var map = (await Chart.ObjectsAsync(set)).Single(item => item is { Kind: "ConfigMap", Name: "signet-injector-settings" }).As<V1ConfigMap>();
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
