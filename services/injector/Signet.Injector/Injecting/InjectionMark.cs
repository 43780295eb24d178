using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>
/// What the injector leaves on a pod, by which it knows it again. A pod that bears the mark and isn't like one is refused, so that the mark can't
/// be put on by hand. The image isn't looked at: other webhooks point images to a mirror.
/// </summary>
internal static class InjectionMark
{
    public static void Write(PatchWriter patch, PodChoices choices, IEnumerable<PodContainer> containers)
    {
        patch.Merge(["metadata", "labels"], [new(PodKeys.Injected, choices.Mode)]);
        patch.Merge(
            ["metadata", "annotations"],
            [new(PodKeys.Injected, choices.Mode), new(PodKeys.InjectedContainers, string.Join(',', containers.Select(container => container.Name)))]);
    }

    public static bool IsOn(PodTemplate pod) => pod.Annotations.ContainsKey(PodKeys.Injected);

    /// <exception cref="RefusalException">The pod bears the mark and isn't as the injector leaves pods.</exception>
    public static void Check(PodTemplate pod, PodChoices choices, BaseUrls addresses)
    {
        var names = (pod.Annotations.GetValueOrDefault(PodKeys.InjectedContainers) ?? "").Split(',').ToHashSet(StringComparer.Ordinal);
        var isMarked = pod.Annotations[PodKeys.Injected] == choices.Mode && pod.Labels.GetValueOrDefault(PodKeys.Injected) == choices.Mode &&
            names.SetEquals(choices.Containers ?? [.. names]);
        var marked = pod.Containers.Where(container => names.Contains(container.Name)).ToList();
        if (!isMarked || marked.Count != names.Count || !marked.TrueForAll(addresses.AreIn) || (choices.IsFull && (!pod.Containers.Any(IsSidecar) || pod.OwnContainers.Any(MountsWhatIsTheGateways))))
        {
            throw new RefusalException(
                $"The pod says that it has been injected ({PodKeys.Injected}), but it isn't as the injector leaves pods. Remove that annotation, the container "
                + $"{GatewaySidecar.Name} and the volumes {string.Join(", ", GatewaySidecar.VolumeNames)}, and let it be injected anew.");
        }
    }

    private static bool MountsWhatIsTheGateways(PodContainer container) =>
        PodTemplate.List(container.Json, "volumeMounts").Any(mount => GatewaySidecar.VolumeNames.Contains(PodTemplate.Text(mount, "name")));

    private static bool IsSidecar(PodContainer container) => container is { IsInit: true, Name: GatewaySidecar.Name } &&
        container.Json["restartPolicy"] is JsonValue policy && policy.TryGetValue(out string? word) && word == "Always";
}
