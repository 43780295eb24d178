using System.Text.RegularExpressions;
using k8s.Models;
using Signet.Deploy.Tests.Charts;

namespace Signet.Deploy.Tests;

/// <summary>What pods may do, who holds which secret, and who reaches whom.</summary>
public sealed partial class SecurityTests
{
    private const string LogVolume = "/var/lib/signet";

    public static TheoryData<string> Sets => [.. Chart.ValueSets];

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Pods_AreRestricted(string set)
    {
        foreach (var (name, pods) in await PodsAsync(set))
        {
            var security = pods.Spec.SecurityContext;
            Assert.True(security.RunAsNonRoot);
            Assert.Equal((10001, 10001, 10001), (security.RunAsUser, security.RunAsGroup, security.FsGroup));
            Assert.Equal("RuntimeDefault", security.SeccompProfile.Type);
            Assert.True(pods.Spec.HostNetwork is null && pods.Spec.HostPID is null && pods.Spec.HostIPC is null);
            Assert.False(pods.Spec.EnableServiceLinks);
            Assert.DoesNotContain(pods.Spec.Volumes ?? [], volume => volume.HostPath is not null);
            var container = Assert.Single(pods.Spec.Containers);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation, name);
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem, name);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.Contains("memory", container.Resources.Limits.Keys);
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Services_AreProbedAtTheManagementPort(string set)
    {
        foreach (var deployment in (await Chart.ObjectsAsync(set)).Where(item => item.Kind is "Deployment" or "StatefulSet"))
        {
            var container = deployment.Pods!.Spec.Containers[0];
            Assert.Contains(container.Ports, port => port is { Name: "management", ContainerPort: 8444 });
            Assert.Equal(
                ["/healthz", "/healthz", "/readyz"],
                ((V1Probe[])[container.StartupProbe, container.LivenessProbe, container.ReadinessProbe]).Select(probe => probe.HttpGet.Path));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Secrets_AreMountedWhereTheyAreNeededAndNowhereElse(string set)
    {
        foreach (var (name, pods) in await PodsAsync(set))
        {
            var held = SecretsOf(pods).ToHashSet();
            Assert.Equal(name is "auditor", held.Contains("signet-checkpoint"));
            Assert.Equal(name is "auditor" || (IsVerifier(name) && set != "plain"), held.Contains("signet-chain-root"));
            Assert.Equal(name is "gateway" && set is "full" or "dapr-chain" or "cluster", held.Contains("llm-keys"));
            Assert.Equal(name is "auditor" || (name is "gateway" or "anchorer" && !set.StartsWith("dapr", StringComparison.Ordinal)), held.Contains("signet-auditor-token"));
            Assert.All(
                (pods.Spec.Volumes ?? []).Where(volume => volume.Secret is not null || volume.Projected?.Sources.Any(source => source.Secret is not null) == true),
                volume => Assert.Equal(288, volume.Secret?.DefaultMode ?? volume.Projected.DefaultMode));
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Log_IsWrittenByTheAuditorAlone(string set)
    {
        foreach (var (name, pods) in await PodsAsync(set))
        {
            var mount = (pods.Spec.Containers[0].VolumeMounts ?? []).SingleOrDefault(mount => mount.MountPath == LogVolume);
            Assert.Equal((name is "auditor" || IsVerifier(name)) && !IsS3(set), mount is not null);
            if (mount is not null)
            {
                Assert.Equal(name is "auditor", mount.ReadOnlyProperty is not true);
                Assert.Equal(name is "auditor", pods.Spec.Volumes.Single(volume => volume.Name == mount.Name).PersistentVolumeClaim.ReadOnlyProperty is not true);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Log_OutlivesTheRelease(string set)
    {
        var objects = await Chart.ObjectsAsync(set);
        Assert.Equal(set == "plain" ? 0 : set == "minimal" || IsS3(set) ? 1 : 2, objects.Count(item => item.Kind == "PersistentVolumeClaim"));
        Assert.All(objects.Where(item => item.Kind == "PersistentVolumeClaim"), claim =>
        {
            Assert.Equal("keep", claim.Annotations["helm.sh/resource-policy"]);
            Assert.Equal("signet-demo", claim.Annotations["signet.dev/log-id"]);
        });
        var auditor = objects.Single(item => item is { Kind: "Deployment" } && item.Name.EndsWith("-auditor", StringComparison.Ordinal)).As<V1Deployment>();
        Assert.Equal(IsElected(set) ? (2, "RollingUpdate") : (1, "Recreate"), (auditor.Spec.Replicas, auditor.Spec.Strategy.Type));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Rendering_HoldsNoSecret(string set)
    {
        var written = await Chart.RenderAsync(set);
        Assert.DoesNotMatch(SecretMaterial(), written);
        Assert.All(
            (await Chart.ObjectsAsync(set)).Where(item => item.Kind == "Secret").Select(item => item.As<V1Secret>()),
            secret => Assert.True(secret.Data is null && secret.StringData is null));
        foreach (var (_, pods) in await PodsAsync(set))
        {
            // Environment variables show in too many places.
            Assert.DoesNotContain(pods.Spec.Containers[0].Env ?? [], variable => variable.ValueFrom?.SecretKeyRef is not null || variable.Value is not null);
            Assert.Null(pods.Spec.Containers[0].EnvFrom);
        }
    }

    [Fact]
    public async Task Rights_OfGatewaysThatAskTheCluster_AreToReadTheOnePolicyToWriteItsStatusAndToHaveTokensReviewed()
    {
        var objects = await Chart.ObjectsAsync("cluster");
        var rules = objects.Single(item => item.Kind == "Role").As<V1Role>().Rules;
        Assert.Equal(["commitpolicies get list watch main", "commitpolicies/status patch main"], rules.Select(Text));
        Assert.Equal(["tokenreviews create "], objects.Single(item => item.Kind == "ClusterRole").As<V1ClusterRole>().Rules.Select(Text));
        var binding = objects.Single(item => item.Kind == "ClusterRoleBinding").As<V1ClusterRoleBinding>();
        Assert.Equal(("signet-gateway", Chart.Namespace), (binding.Subjects[0].Name, binding.Subjects[0].NamespaceProperty));
        Assert.Equal(objects.Single(item => item.Kind == "ClusterRole").Name, binding.RoleRef.Name);

        static string Text(V1PolicyRule rule) => $"{string.Join(' ', rule.Resources)} {string.Join(' ', rule.Verbs)} {string.Join(' ', rule.ResourceNames ?? [])}";
    }

    [Fact]
    public async Task Definition_OutlivesTheReleaseAndIsLeftToOthersWhenToldSo()
    {
        var definition = (await Chart.ObjectsAsync("cluster")).Single(item => item.Kind == "CustomResourceDefinition");
        Assert.Equal(("commitpolicies.signet.dev", "keep"), (definition.Name, definition.Annotations["helm.sh/resource-policy"]));
        Assert.Equal("commitpolicies", definition.As<V1CustomResourceDefinition>().Spec.Names.Plural);
        Assert.DoesNotContain(await Chart.ObjectsAsync("minimal"), item => item.Kind == "CustomResourceDefinition");
        var without = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("cluster"), "--set", "gateway.policy.kubernetes.installDefinition=false"]);
        Assert.DoesNotContain("CustomResourceDefinition", without.Output, StringComparison.Ordinal);
        Assert.Contains("gateway-policy", without.Output, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Rights_AreToReadNamedSecretsThroughDaprOrToCompeteForTheLeaseAndNothingElse(string set)
    {
        // Those of the injector have a test of their own.
        var objects = (await Chart.ObjectsAsync(set)).Where(item => item.Labels["app.kubernetes.io/component"] != "injector").ToList();
        var asksCluster = set == "cluster";
        var isReviewed = set == "enrolment";
        Assert.Equal(asksCluster || isReviewed, objects.Any(item => item.Kind is "ClusterRole" or "ClusterRoleBinding"));
        var roles = objects.Where(item => item.Kind == "Role").Select(item => item.As<V1Role>()).ToList();
        var isDapr = set is "dapr-redis" or "dapr-kafka" or "dapr-jetstream";
        var isElected = IsElected(set);
        Assert.Equal(isDapr || isElected || asksCluster ? 1 : 0, roles.Count);
        foreach (var rule in roles.SelectMany(role => role.Rules).Where(_ => isElected))
        {
            Assert.Equal((string[])["coordination.k8s.io"], rule.ApiGroups);
            Assert.Equal((string[])["leases"], rule.Resources);

            // What is created can't be restricted by its name.
            Assert.Equal(rule.ResourceNames is null ? (string[])["create"] : ["get", "update"], rule.Verbs);
            Assert.True(rule.ResourceNames is null or ["signet-auditor"]);
        }

        foreach (var rule in roles.SelectMany(role => role.Rules).Where(_ => isDapr))
        {
            Assert.Equal((string[])["get"], rule.Verbs);
            Assert.Equal((string[])["secrets"], rule.Resources);
            Assert.Equal((string[])["llm-keys"], rule.ResourceNames);
        }

        foreach (var binding in objects.Where(item => item.Kind == "RoleBinding").Select(item => item.As<V1RoleBinding>()))
        {
            Assert.Equal(roles.Select(role => role.Metadata.Name), [binding.RoleRef.Name]);
            Assert.Equal(isElected ? "signet-auditor" : "signet-gateway", Assert.Single(binding.Subjects).Name);
        }

        Assert.All(objects.Where(item => item.Kind == "ServiceAccount"), account => Assert.False(account.As<V1ServiceAccount>().AutomountServiceAccountToken));
        Assert.All(await PodsAsync(set), pods => Assert.Equal(
            ((isDapr || asksCluster) && pods.Name == "gateway") || ((isElected || isReviewed) && pods.Name == "auditor") || (set is "full" or "spool" && pods.Name == "injector"),
            pods.Pods.Spec.AutomountServiceAccountToken));
    }

    [Fact]
    public async Task Enrolment_ByPods_TheAuditorMayAskWhoseATokenIsAndNothingElse()
    {
        var objects = await Chart.ObjectsAsync("enrolment");
        var role = objects.Single(item => item.Kind == "ClusterRole").As<V1ClusterRole>();
        var rule = Assert.Single(role.Rules);
        Assert.Equal(("authentication.k8s.io", "tokenreviews", "create"), (Assert.Single(rule.ApiGroups), Assert.Single(rule.Resources), Assert.Single(rule.Verbs)));
        var binding = objects.Single(item => item.Kind == "ClusterRoleBinding").As<V1ClusterRoleBinding>();
        var subject = Assert.Single(binding.Subjects);
        Assert.Equal((role.Metadata.Name, "signet-auditor", "signet"), (binding.RoleRef.Name, subject.Name, subject.NamespaceProperty));

        // Only the gateway has the token, for the auditor alone.
        foreach (var (name, pods) in await PodsAsync("enrolment"))
        {
            var tokens = (pods.Spec.Volumes ?? []).SelectMany(volume => volume.Projected?.Sources ?? []).Select(source => source.ServiceAccountToken).OfType<V1ServiceAccountTokenProjection>();
            Assert.Equal(name == "gateway" ? ["signet-demo-auditor"] : [], tokens.Select(token => token.Audience));
        }
    }

    [Fact]
    public async Task Revocations_Changed_NeedNoNewPod()
    {
        var before = await Chart.ObjectsAsync("minimal");
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set", "auditor.revokedProducerKeys[0]=gateway.1/key.1"]);
        var after = ClusterObject.ReadAll(result.Output);
        var map = after.Single(item => item.Name == "signet-auditor-revocations").As<V1ConfigMap>();
        Assert.Equal("# producer/key id\ngateway.1/key.1\n", map.Data["revoked"]);
        Assert.Equal(
            before.Single(item => item is { Kind: "Deployment", Name: "signet-auditor" }).Json.ToJsonString(),
            after.Single(item => item is { Kind: "Deployment", Name: "signet-auditor" }).Json.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Networks_EveryPodOfTheServicesIsFenced(string set)
    {
        var objects = await Chart.ObjectsAsync(set);

        // But for those that let injected pods in beside what the part's own says.
        var policies = objects.Where(item => item.Kind == "NetworkPolicy" && !item.Name.EndsWith("-from-injected", StringComparison.Ordinal))
            .Select(item => item.As<V1NetworkPolicy>()).ToList();
        if (set == "plain")
        {
            Assert.Empty(policies);
            return;
        }

        foreach (var (name, pods) in (await PodsAsync(set)).Where(pods => pods.Name != "test"))
        {
            var policy = Assert.Single(policies, policy => Selects(policy.Spec.PodSelector, pods.Metadata.Labels));
            Assert.Equal(["Egress", "Ingress"], policy.Spec.PolicyTypes.Order());
            Assert.All(policy.Spec.Ingress ?? [], rule => Assert.NotEmpty(rule.FromProperty));
            Assert.All(policy.Spec.Egress ?? [], rule => Assert.NotEmpty(rule.To));
            Assert.True(!IsVerifier(name) || IsS3(set) || policy.Spec.Egress is null or { Count: 0 });
            Assert.True(name is not "auditor" || IsElected(set) || set == "enrolment" || IsS3(set) || set.StartsWith("dapr", StringComparison.Ordinal) || policy.Spec.Egress is null or { Count: 0 });
        }
    }

    [Fact]
    public async Task Networks_NobodyNamed_LetsNobodyIn()
    {
        var result = await Chart.TryRenderAsync(["--values", Chart.ValuesOf("minimal"), "--set-json", "networkPolicy.gatewayFrom=[]"]);
        var gateway = ClusterObject.ReadAll(result.Output).Single(item => item is { Kind: "NetworkPolicy", Name: "signet-gateway" }).As<V1NetworkPolicy>();
        Assert.DoesNotContain(gateway.Spec.Ingress, rule => rule.Ports.Any(port => (string)port.Port == "8443"));
        Assert.All(gateway.Spec.Ingress, rule => Assert.NotEmpty(rule.FromProperty));
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public async Task Jobs_HaveNoSidecarThatWouldOutliveThem(string set)
    {
        foreach (var (name, pods) in await PodsAsync(set))
        {
            var isService = name is "gateway" or "auditor" or "anchorer";
            Assert.Equal(set.StartsWith("dapr", StringComparison.Ordinal) && isService ? "true" : "false", pods.Metadata.Annotations["dapr.io/enabled"]);
        }

        Assert.Equal(
            set switch { "minimal" or "plain" => [], "jobs" or "s3-accounts" => ["signet-verify", "signet-verify-full"], _ => ["signet-verify-full"] },
            (await Chart.ObjectsAsync(set)).Where(item => item.Kind == "CronJob").Select(item => item.Name).Order());
        Assert.All(
            (await Chart.ObjectsAsync(set)).Where(item => item.Kind == "CronJob").Select(item => item.As<V1CronJob>().Spec),
            job => Assert.Equal(("Forbid", 0, "Never"), (job.ConcurrencyPolicy, job.JobTemplate.Spec.BackoffLimit, job.JobTemplate.Spec.Template.Spec.RestartPolicy)));
    }

    private static bool IsS3(string set) => set is "s3" or "s3-accounts";

    private static bool IsElected(string set) => set is "standby" or "s3";

    private static bool IsVerifier(string name) => name is "verifier" or "verify" or "verify-full";

    private static async Task<IReadOnlyList<(string Name, V1PodTemplateSpec Pods)>> PodsAsync(string set) =>
    [
        .. (await Chart.ObjectsAsync(set)).Where(item => item.Pods is not null)
            .Select(item => (item.Pods!.Metadata.Labels["app.kubernetes.io/component"], item.Pods!)),
    ];

    private static IEnumerable<string> SecretsOf(V1PodTemplateSpec pods) => (pods.Spec.Volumes ?? [])
        .SelectMany(volume => (volume.Projected?.Sources ?? []).Select(source => source.Secret?.Name).Append(volume.Secret?.SecretName)).OfType<string>();

    private static bool Selects(V1LabelSelector selector, IDictionary<string, string> labels) =>
        (selector.MatchLabels ?? new Dictionary<string, string>()).All(pair => labels.TryGetValue(pair.Key, out var value) && value == pair.Value) &&
        (selector.MatchExpressions ?? []).All(expression => expression.OperatorProperty == "In" && expression.Values.Contains(labels[expression.Key]));

    [GeneratedRegex("PRIVATE KEY|sk-[A-Za-z0-9]{8}|://[^/\\s\"]*:[^/\\s\"]*@|(?i:password|token):\\s*['\"]?[A-Za-z0-9+/=]{16,}")]
    private static partial Regex SecretMaterial();
}
