using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>
/// A pod's metadata and spec, read without assuming anything about their shape: what isn't what Kubernetes says it is, is refused. The fields
/// that signet doesn't know stay where they are.
/// </summary>
internal sealed class PodTemplate
{
    private const int MaxContainers = 1_000;

    public PodTemplate(JsonObject template)
    {
        Json = template;
        Spec = Json["spec"] as JsonObject ?? throw new RefusalException("The pod has no spec.");
        var metadata = Object(Json, "metadata");
        Labels = Texts(metadata, "labels");
        Annotations = Texts(metadata, "annotations");
        Containers = [.. ContainersOf(PodContainer.Main), .. ContainersOf(PodContainer.Init)];
        if (Containers.Count > MaxContainers)
        {
            throw new RefusalException($"The pod has more than {MaxContainers} containers.");
        }

        Volumes = [.. List(Spec, "volumes")];
    }

    public JsonObject Json { get; }

    public JsonObject Spec { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyDictionary<string, string> Annotations { get; }

    /// <summary>Containers and init containers.</summary>
    public IReadOnlyList<PodContainer> Containers { get; }

    public IReadOnlyList<JsonObject> Volumes { get; }

    /// <summary>All but the gateway.</summary>
    public IEnumerable<PodContainer> OwnContainers => Containers.Where(container => container.Name != GatewaySidecar.Name);

    /// <summary>All but those that the injector adds.</summary>
    public IEnumerable<JsonObject> OwnVolumes => Volumes.Where(volume => !GatewaySidecar.VolumeNames.Contains(Text(volume, "name")));

    /// <summary>A member that is text; null when it is missing.</summary>
    public static string? Text(JsonObject? parent, string name) => parent?[name] switch
    {
        null => null,
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => throw new RefusalException($"The pod's {name} is not a text."),
    };

    public static bool Flag(JsonObject? parent, string name) => parent?[name] switch
    {
        null => false,
        JsonValue value when value.TryGetValue(out bool flag) => flag,
        _ => throw new RefusalException($"The pod's {name} is neither true nor false."),
    };

    public static JsonObject? Object(JsonObject? parent, string name) => parent?[name] switch
    {
        null => null,
        JsonObject child => child,
        _ => throw new RefusalException($"The pod's {name} is not an object."),
    };

    public static IEnumerable<JsonObject> List(JsonObject? parent, string name) => parent?[name] switch
    {
        null => [],
        JsonArray list => list.Select(item => item as JsonObject ?? throw new RefusalException($"An item of the pod's {name} is not an object.")),
        _ => throw new RefusalException($"The pod's {name} is not a list."),
    };

    private static Dictionary<string, string> Texts(JsonObject? parent, string name) =>
        Object(parent, name) is { } members ? members.ToDictionary(pair => pair.Key, pair => Text(members, pair.Key) ?? "") : [];

    private IEnumerable<PodContainer> ContainersOf(string list) => List(Spec, list).Select((json, index) => new PodContainer(json, list, index));
}
