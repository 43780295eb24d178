using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>A container of a pod, and where it stands.</summary>
internal sealed class PodContainer
{
    public const string Main = "containers";
    public const string Init = "initContainers";

    public PodContainer(JsonObject json, string list, int index)
    {
        (Json, IsInit) = (json, list == Init);
        Path = ["spec", list, $"{index}"];
        Name = PodTemplate.Text(json, "name") is { } name && Names.IsLabel(name)
            ? name
            : throw new RefusalException($"The container {index} of the pod's {list} has no name of the form that Kubernetes takes.");
        Variables = [.. PodTemplate.List(json, "env")];
    }

    public JsonObject Json { get; }

    public bool IsInit { get; }

    public IReadOnlyList<string> Path { get; }

    public string Name { get; }

    /// <summary>The variables that it sets itself; what <c>envFrom</c> brings yields to them.</summary>
    public IReadOnlyList<JsonObject> Variables { get; }
}
