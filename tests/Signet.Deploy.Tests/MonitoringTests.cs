using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using k8s.Models;
using Microsoft.Extensions.DependencyInjection;
using Signet.Deploy.Tests.Charts;
using Signet.Hosting.Telemetry;
using Signet.Injector;

namespace Signet.Deploy.Tests;

/// <summary>Rules and dashboard ask for metrics that there are.</summary>
public sealed partial class MonitoringTests
{
    // Of kube-state-metrics, whether a job failed; of API servers, whether they got an answer from the webhook.
    private static readonly HashSet<string> Others = ["kube_job_status_failed", "apiserver_admission_webhook_rejection_count", "apiserver_admission_webhook_fail_open_count"];

    [Fact]
    public async Task Metrics_OfRulesAndDashboard_AreThoseOfTheCode()
    {
        var known = Instruments();
        var expressions = await ExpressionsAsync();
        Assert.True(expressions.Count > 20);
        var asked = expressions.SelectMany(expression => Metric().Matches(expression)).Select(match => match.Value).ToHashSet();
        Assert.All(asked, name => Assert.True(known.Contains(name) || Others.Contains(name), name));
        Assert.True(asked.Count(known.Contains) > 10);
    }

    [Fact]
    public async Task Rules_LookAtThisNamespaceAlone()
    {
        foreach (var expression in (await RulesAsync()).Select(rule => (string)rule["expr"]!))
        {
            Assert.Equal(Metric().Matches(expression).Count(match => !match.Value.StartsWith("apiserver_", StringComparison.Ordinal)), Regex.Count(expression, "namespace=\"signet\""));
        }
    }

    [Fact]
    public async Task Rules_WithoutAnchorsAndVerifier_DontAskForThem()
    {
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set", "monitoring.rules.enabled=true"]);
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("signet_verification", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("signet_anchor_lag", result.Output, StringComparison.Ordinal);
        Assert.Contains("SignetRecordingUnavailable", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_OfVerificationByJobs_LookAtTheJobs()
    {
        var written = await Chart.RenderAsync("jobs");
        Assert.Contains("kube_job_status_failed", written, StringComparison.Ordinal);
        Assert.DoesNotContain("signet_verification", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServiceMonitor_SelectsAServiceOfEachPart()
    {
        var objects = await Chart.ObjectsAsync("full");
        var monitor = objects.Single(item => item.Kind == "ServiceMonitor").Json["spec"]!;
        var wanted = monitor["selector"]!["matchLabels"]!.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!);
        var selected = objects.Where(item => item.Kind == "Service" && wanted.All(pair => item.Labels.GetValueOrDefault(pair.Key) == pair.Value)).ToList();
        Assert.Equal(["anchorer", "auditor", "gateway", "injector", "verifier"], selected.Select(item => item.Labels["app.kubernetes.io/component"]).Order());
        Assert.All(selected, item => Assert.Equal((string)monitor["endpoints"]![0]!["port"]!, Assert.Single(item.As<V1Service>().Spec.Ports).Name));
    }

    [Fact]
    public async Task Rules_OfInjectorPolicyObjectAndSpool_AreThereWithTheseAlone()
    {
        string[] theirs = [
            "SignetInjectorNotCalled", "SignetInjectorRefuses", "SignetPolicyNotInForceEverywhere", "SignetPolicyNotWatched", "SignetSpoolNotDelivered",
            "SignetSpoolRefuses", "SignetWebhookCertificateLapses"];
        Assert.Equal(theirs, (await RulesAsync()).Select(rule => (string)rule["alert"]!).Intersect(theirs).Order());
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set", "monitoring.rules.enabled=true"]);
        Assert.All(theirs, alert => Assert.DoesNotContain(alert, result.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task PodMonitor_SelectsThePortOfAnInjectedGateway()
    {
        var monitor = (await Chart.ObjectsAsync("full")).Single(item => item.Kind == "PodMonitor").Json["spec"]!;
        var pod = JsonNode.Parse("""{"metadata":{"labels":{"signet.dev/inject":"enabled"}},"spec":{"containers":[{"name":"app"}]}}""")!.AsObject();
        var injected = PodInjector.Inject(pod, new Dictionary<string, string>(), await InjectorTests.SettingsAsync("full")).Injected!;
        Assert.All(monitor["selector"]!["matchLabels"]!.AsObject(), label => Assert.Equal((string)label.Value!, (string?)injected["metadata"]!["labels"]![label.Key]));
        Assert.Equal((string)monitor["podMetricsEndpoints"]![0]!["port"]!, (string?)injected["spec"]!["initContainers"]![0]!["ports"]![0]!["name"]);
    }

    private static async Task<List<string>> ExpressionsAsync()
    {
        var objects = await Chart.ObjectsAsync("full");
        var rules = (await RulesAsync()).Select(rule => (string)rule["expr"]!);
        var dashboard = objects.Single(item => item.Name == "signet-dashboard").As<V1ConfigMap>().Data["signet.json"];
        using var document = JsonDocument.Parse(dashboard);
        var panels = document.RootElement.GetProperty("panels").EnumerateArray()
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!);
        return [.. rules, .. panels];
    }

    /// <summary>The rules of everything that the chart has rules for.</summary>
    private static async Task<IReadOnlyList<JsonNode>> RulesAsync()
    {
        var result = await Chart.TryRenderAsync(
            ["--values", Chart.ValuesOf("full"), "--set", "gateway.policy.kubernetes.name=main", "--set", "gateway.spool.enabled=true"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return [.. ClusterObject.ReadAll(result.Output).Single(item => item.Kind == "PrometheusRule").Json["spec"]!["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];
    }

    /// <summary>The names as Prometheus sees them.</summary>
    private static HashSet<string> Instruments()
    {
        HashSet<string> names = [];
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == SignetMetrics.MeterName)
                {
                    names.UnionWith(instrument is Histogram<double> ? [$"{instrument.Name}_bucket", $"{instrument.Name}_sum", $"{instrument.Name}_count"] : [instrument.Name]);
                }
            },
        };
        listener.Start();
        using var services = new ServiceCollection().AddMetrics().AddSingleton<SignetMetrics>().BuildServiceProvider();
        Assert.NotNull(services.GetRequiredService<SignetMetrics>());
        return names;
    }

    [GeneratedRegex(@"\b(signet|kube|apiserver|up)_[a-z_]+\b(?=\{)")]
    private static partial Regex Metric();
}
