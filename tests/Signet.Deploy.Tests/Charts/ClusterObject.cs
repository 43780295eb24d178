using System.Text;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using k8s;
using k8s.Models;
using Signet.Hosting.Policies;

namespace Signet.Deploy.Tests.Charts;

/// <summary>One object of what Helm has written, as JSON and, unless a custom resource, as the type that the API server has for it.</summary>
internal sealed partial class ClusterObject
{
    private static readonly Dictionary<string, Func<string, object>> Types = new()
    {
        ["v1/ConfigMap"] = Read<V1ConfigMap>,
        ["v1/PersistentVolumeClaim"] = Read<V1PersistentVolumeClaim>,
        ["v1/Pod"] = Read<V1Pod>,
        ["v1/Secret"] = Read<V1Secret>,
        ["v1/Service"] = Read<V1Service>,
        ["v1/ServiceAccount"] = Read<V1ServiceAccount>,
        ["apiextensions.k8s.io/v1/CustomResourceDefinition"] = Read<V1CustomResourceDefinition>,
        ["apps/v1/Deployment"] = Read<V1Deployment>,
        ["apps/v1/StatefulSet"] = Read<V1StatefulSet>,
        ["admissionregistration.k8s.io/v1/MutatingWebhookConfiguration"] = Read<V1MutatingWebhookConfiguration>,
        ["autoscaling/v2/HorizontalPodAutoscaler"] = Read<V2HorizontalPodAutoscaler>,
        ["batch/v1/CronJob"] = Read<V1CronJob>,
        ["networking.k8s.io/v1/NetworkPolicy"] = Read<V1NetworkPolicy>,
        ["policy/v1/PodDisruptionBudget"] = Read<V1PodDisruptionBudget>,
        ["rbac.authorization.k8s.io/v1/ClusterRole"] = Read<V1ClusterRole>,
        ["rbac.authorization.k8s.io/v1/ClusterRoleBinding"] = Read<V1ClusterRoleBinding>,
        ["rbac.authorization.k8s.io/v1/Role"] = Read<V1Role>,
        ["rbac.authorization.k8s.io/v1/RoleBinding"] = Read<V1RoleBinding>,
    };

    // Before the first use: misspelt fields are errors, as they are to an API server that is asked to be strict.
    static ClusterObject() => KubernetesJson.AddJsonOptions(options => options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow);

    private ClusterObject(JsonObject json) => Json = json;

    public JsonObject Json { get; }

    public string Kind => (string)Json["kind"]!;

    public string Name => (string)Json["metadata"]!["name"]!;

    /// <summary>Group, version and kind.</summary>
    public string Type => $"{(string)Json["apiVersion"]!}/{Kind}";

    /// <summary>True for what belongs to the cluster, and to no namespace.</summary>
    public bool IsClusterWide => Kind is "CustomResourceDefinition" or "MutatingWebhookConfiguration" or "ClusterRole" or "ClusterRoleBinding";

    public bool IsCustom => !Types.ContainsKey(Type);

    public IReadOnlyDictionary<string, string> Annotations => Texts(Json["metadata"]?["annotations"]);

    public IReadOnlyDictionary<string, string> Labels => Texts(Json["metadata"]?["labels"]);

    /// <summary>The pod that it is or makes, or null.</summary>
    public V1PodTemplateSpec? Pods => Typed() switch
    {
        V1Deployment deployment => deployment.Spec.Template,
        V1StatefulSet set => set.Spec.Template,
        V1CronJob job => job.Spec.JobTemplate.Spec.Template,
        V1Pod pod => new V1PodTemplateSpec { Metadata = pod.Metadata, Spec = pod.Spec },
        _ => null,
    };

    public static IReadOnlyList<ClusterObject> ReadAll(string yaml) =>
    [
        .. Separator().Split(yaml)
            .Where(document => document.Split('\n').Any(line => line.Length > 0 && line[0] != '#'))
            .Select(document => new ClusterObject(JsonNode.Parse(PolicyFile.Parse(Encoding.UTF8.GetBytes(document)).Json.Span)!.AsObject())),
    ];

    /// <summary>Reads it strictly.</summary>
    public object? Typed() => Types.TryGetValue(Type, out var read) ? read(Json.ToJsonString()) : null;

    public T As<T>() => Assert.IsType<T>(Typed());

    private static object Read<T>(string json) => KubernetesJson.Deserialize<T>(json)!;

    private static Dictionary<string, string> Texts(JsonNode? node) =>
        node?.AsObject().ToDictionary(pair => pair.Key, pair => (string)pair.Value!) ?? [];

    [GeneratedRegex("^---$", RegexOptions.Multiline)]
    private static partial Regex Separator();
}
