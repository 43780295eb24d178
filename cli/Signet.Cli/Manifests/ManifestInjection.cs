using System.Text.Json.Nodes;
using Signet.Injector;

namespace Signet.Cli.Manifests;

/// <summary>Injects what a document holds: a pod, or whatever makes pods of a template. Other objects pass as they are written.</summary>
internal sealed class ManifestInjection
{
    private static readonly Dictionary<(string, string), string[]> Templates = new()
    {
        [("v1", "Pod")] = [],
        [("v1", "ReplicationController")] = ["spec", "template"],
        [("apps/v1", "Deployment")] = ["spec", "template"],
        [("apps/v1", "StatefulSet")] = ["spec", "template"],
        [("apps/v1", "DaemonSet")] = ["spec", "template"],
        [("apps/v1", "ReplicaSet")] = ["spec", "template"],
        [("batch/v1", "Job")] = ["spec", "template"],
        [("batch/v1", "CronJob")] = ["spec", "jobTemplate", "spec", "template"],
    };

    private ManifestInjection(ManifestDocument document, InjectionResult? result, JsonArray? patch, JsonObject? injected) =>
        (Document, Result, Patch, Injected) = (document, result, patch, injected);

    public ManifestDocument Document { get; }

    /// <summary>Null for an object that makes no pods.</summary>
    public InjectionResult? Result { get; }

    /// <summary>The JSON patch of the whole document; null unless it is changed.</summary>
    public JsonArray? Patch { get; }

    /// <summary>The document as the patch leaves it; null unless it is changed.</summary>
    public JsonObject? Injected { get; }

    /// <exception cref="UserErrorException">It is a list of objects.</exception>
    public static ManifestInjection Of(ManifestDocument document, IReadOnlyDictionary<string, string> namespaceLabels, InjectorSettings settings)
    {
        if (document.Kind == "List" || document.Kind.EndsWith("List", StringComparison.Ordinal))
        {
            throw new UserErrorException("A list of objects isn't read: give them as documents, with --- between them.");
        }

        if (document.Json is not { } json || !Templates.TryGetValue((document.ApiVersion, document.Kind), out var path))
        {
            return new ManifestInjection(document, null, null, null);
        }

        var injected = (JsonObject)json.DeepClone();
        var parent = path.SkipLast(1).Aggregate((JsonNode?)injected, (node, step) => (node as JsonObject)?[step]) as JsonObject;
        var template = path.Length == 0 ? injected : parent?[path[^1]] as JsonObject
            ?? throw new UserErrorException($"The {document.Kind} has no template of pods.");
        var result = PodInjector.Inject(template, namespaceLabels, settings);
        if (result.Patch is null)
        {
            return new ManifestInjection(document, result, null, null);
        }

        if (path.Length == 0)
        {
            injected = result.Injected!;
        }
        else
        {
            parent![path[^1]] = result.Injected;
        }

        return new ManifestInjection(document, result, Below(path, result.Patch), injected);
    }

    private static JsonArray Below(string[] path, JsonArray patch)
    {
        var prefix = string.Concat(path.Select(step => "/" + step));
        var whole = (JsonArray)patch.DeepClone();
        foreach (var operation in whole)
        {
            operation!["path"] = prefix + (string)operation["path"]!;
        }

        return whole;
    }
}
