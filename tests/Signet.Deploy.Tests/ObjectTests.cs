using System.Text.Json;
using Json.Schema;
using k8s.Models;
using Signet.Deploy.Tests.Charts;
using Signet.Testing;

namespace Signet.Deploy.Tests;

/// <summary>Every object is one that an API server would take.</summary>
public sealed class ObjectTests
{
    public static TheoryData<string> Sets => [.. Chart.ValueSets];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Objects_ReadStrictly_HaveNoFieldThatTheirTypeLacks(string set)
    {
        var objects = await Chart.ObjectsAsync(set);
        Assert.True(objects.Count > 10);
        Assert.All(objects, item => Assert.Equal(item.IsCustom, item.Typed() is null));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task CustomResources_FitTheirSchema(string set)
    {
        foreach (var item in (await Chart.ObjectsAsync(set)).Where(item => item.IsCustom))
        {
            var result = Schema(item.Type).Evaluate(
                JsonSerializer.SerializeToElement(item.Json), new EvaluationOptions { OutputFormat = OutputFormat.List });
            Assert.True(result.IsValid, $"{item.Type} {item.Name}: {JsonSerializer.Serialize(result)}");
        }
    }

    [Fact]
    public async Task CustomResources_OfAllKinds_AreSeen()
    {
        var seen = new SortedSet<string>();
        foreach (var set in Chart.ValueSets)
        {
            seen.UnionWith((await Chart.ObjectsAsync(set)).Where(item => item.IsCustom).Select(item => item.Kind));
        }

        Assert.Equal(["Certificate", "Component", "Configuration", "Issuer", "PodMonitor", "PrometheusRule", "Resiliency", "ServiceMonitor", "Subscription"], seen);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Objects_StandOnceAndInTheNamespaceOfTheReleaseIfInAny(string set)
    {
        var objects = await Chart.ObjectsAsync(set);
        Assert.Equal(objects.Count, objects.DistinctBy(item => (item.Type, item.Name)).Count());
        Assert.All(objects, item =>
        {
            // Fences of workloads stand where those are.
            var expected = item.IsClusterWide ? null : item.Name == "signet-injected" ? "agents" : Chart.Namespace;
            Assert.Equal(expected, (string?)item.Json["metadata"]!["namespace"]);
            Assert.Equal("signet", item.Labels["app.kubernetes.io/name"]);
        });
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task References_LeadToObjectsOfTheChartOrToWhatTheValuesName(string set)
    {
        var objects = await Chart.ObjectsAsync(set);
        var maps = objects.Where(item => item.Kind == "ConfigMap").Select(item => item.Name).Concat(["our-policy", "tsa-roots"]).ToHashSet();
        var claims = objects.Where(item => item.Kind == "PersistentVolumeClaim").Select(item => item.Name).Concat(["old-log", "old-memory"]).ToHashSet();
        var accounts = objects.Where(item => item.Kind == "ServiceAccount").Select(item => item.Name).ToHashSet();
        foreach (var item in objects.Where(item => item.Pods is not null))
        {
            var pods = item.Pods!;
            Assert.Contains(pods.Spec.ServiceAccountName, accounts);
            var templates = (item.Typed() as V1StatefulSet)?.Spec.VolumeClaimTemplates ?? [];
            var volumes = (pods.Spec.Volumes ?? []).Select(volume => volume.Name).Concat(templates.Select(claim => claim.Metadata.Name)).ToList();
            Assert.Equal(volumes.Count, volumes.Distinct().Count());
            Assert.All(pods.Spec.Containers.SelectMany(container => container.VolumeMounts ?? []), mount => Assert.Contains(mount.Name, volumes));
            foreach (var volume in pods.Spec.Volumes ?? [])
            {
                Assert.All(
                    (volume.Projected?.Sources ?? []).Select(source => source.ConfigMap?.Name).Append(volume.ConfigMap?.Name).OfType<string>(),
                    name => Assert.Contains(name, maps));
                Assert.True(volume.PersistentVolumeClaim is null || claims.Contains(volume.PersistentVolumeClaim.ClaimName));
            }
        }
    }

    [Fact]
    public async Task Objects_OfAllThatAsksTheCluster_StandOnce()
    {
        var result = await Chart.TryRenderAsync(
            ["--values", Chart.ValuesOf("cluster"), "--values", Chart.ValuesOf("enrolment"), "--values", Chart.ValuesOf("standby"), "--set", "injector.enabled=true"]);
        Assert.True(result.ExitCode == 0, result.Error);
        var objects = ClusterObject.ReadAll(result.Output);
        Assert.Equal(objects.Count, objects.DistinctBy(item => (item.Type, item.Name)).Count());
        Assert.Equal(3, objects.Count(item => item.Kind == "ClusterRole"));
        foreach (var binding in objects.Where(item => item.Kind == "ClusterRoleBinding").Select(item => item.As<V1ClusterRoleBinding>()))
        {
            Assert.Contains(objects, item => item.Kind == "ClusterRole" && item.Name == binding.RoleRef.Name);
            Assert.Contains(objects, item => item.Kind == "ServiceAccount" && item.Name == Assert.Single(binding.Subjects).Name);
        }
    }

    private static JsonSchema Schema(string type) => JsonSchema.FromText(File.ReadAllText(
        Repository.PathOf("tests", "Signet.Deploy.Tests", "Schemas", $"{type.Replace('/', '_')}.json")));
}
