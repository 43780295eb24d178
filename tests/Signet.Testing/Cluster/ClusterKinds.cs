using System.Text.Json.Nodes;

namespace Signet.Testing.Cluster;

/// <summary>The kinds of objects that a <see cref="FakeCluster"/> has, and the documents by which clients find them out.</summary>
internal static class ClusterKinds
{
    // Group and version, and each resource with its kind; a resource of the whole cluster ends in '!'.
    private static readonly (string Version, string Resources)[] Table =
    [
        ("v1", "namespaces=Namespace! secrets=Secret configmaps=ConfigMap services=Service serviceaccounts=ServiceAccount pods=Pod persistentvolumeclaims=PersistentVolumeClaim"),
        ("apps/v1", "deployments=Deployment statefulsets=StatefulSet"),
        ("batch/v1", "jobs=Job cronjobs=CronJob"),
        ("autoscaling/v2", "horizontalpodautoscalers=HorizontalPodAutoscaler"),
        ("policy/v1", "poddisruptionbudgets=PodDisruptionBudget"),
        ("networking.k8s.io/v1", "networkpolicies=NetworkPolicy"),
        ("rbac.authorization.k8s.io/v1", "roles=Role rolebindings=RoleBinding clusterroles=ClusterRole! clusterrolebindings=ClusterRoleBinding!"),
        ("admissionregistration.k8s.io/v1", "mutatingwebhookconfigurations=MutatingWebhookConfiguration!"),
        ("apiextensions.k8s.io/v1", "customresourcedefinitions=CustomResourceDefinition!"),
        ("signet.dev/v1alpha1", "commitpolicies=CommitPolicy"),
    ];

    /// <summary>The kind of a resource, or null when there is no such one.</summary>
    public static string? KindOf(string version, string resource) =>
        Of(version).FirstOrDefault(item => item.Resource == resource).Kind;

    /// <summary>The answer to a question about the server and not about an object; null for another path.</summary>
    public static JsonNode? Describe(string path) => path.Trim('/').Split('/') switch
    {
        ["version"] => new JsonObject { ["major"] = "1", ["minor"] = "33", ["gitVersion"] = "v1.33.0", ["platform"] = "linux/amd64" },
        ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1") },
        ["apis"] => Groups(),
        ["api", var version] => Resources(version),
        ["apis", var group, var version] => Resources($"{group}/{version}"),
        ["openapi", "v3"] => new JsonObject
        {
            ["paths"] = new JsonObject(Table.Select(row => Prefix(row.Version)).Select(prefix =>
                KeyValuePair.Create(prefix, (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{prefix}" }))),
        },
        ["openapi", "v3", .. var rest] => Schema(string.Join('/', rest.Skip(1))),
        _ => null,
    };

    private static string Prefix(string version) => version.Contains('/', StringComparison.Ordinal) ? $"apis/{version}" : $"api/{version}";

    private static IEnumerable<(string Resource, string Kind, bool IsNamespaced)> Of(string version) =>
        Table.Where(row => row.Version == version).SelectMany(row => row.Resources.Split(' ')).Select(item => item.Split('='))
            .Select(pair => (pair[0], pair[1].TrimEnd('!'), !pair[1].EndsWith('!')));

    private static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. Table.Select(row => row.Version).Where(version => version != "v1").Select(version => (JsonNode)new JsonObject
        {
            ["name"] = version.Split('/')[0],
            ["versions"] = new JsonArray(Named(version)),
            ["preferredVersion"] = Named(version),
        })]),
    };

    private static JsonObject Named(string version) => new() { ["groupVersion"] = version, ["version"] = version.Split('/')[1] };

    private static JsonObject? Resources(string version) => !Of(version).Any() ? null : new JsonObject
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = version,
        ["resources"] = new JsonArray([.. Of(version).Select(item => (JsonNode)new JsonObject
        {
            ["name"] = item.Resource,
            ["singularName"] = item.Kind.ToLowerInvariant(),
            ["namespaced"] = item.IsNamespaced,
            ["kind"] = item.Kind,
            ["verbs"] = new JsonArray("create", "delete", "get", "list", "patch", "update", "watch"),
        })]),
    };

    /// <summary>Says only that the server looks for unknown fields itself, so that clients need no schema to do so.</summary>
    private static JsonObject Schema(string version)
    {
        var group = version.Contains('/', StringComparison.Ordinal) ? version.Split('/') : ["", version];
        return new JsonObject
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "signet", ["version"] = "v1" },
            ["paths"] = new JsonObject(Of(version).Select(item => KeyValuePair.Create($"/{item.Resource}/{{name}}", (JsonNode?)new JsonObject
            {
                ["patch"] = new JsonObject
                {
                    ["parameters"] = new JsonArray(new JsonObject { ["name"] = "fieldValidation", ["in"] = "query" }),
                    ["responses"] = new JsonObject(),
                    ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = group[0], ["version"] = group[1], ["kind"] = item.Kind },
                },
            }))),
        };
    }
}
