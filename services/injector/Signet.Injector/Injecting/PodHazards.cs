using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>What a pod has that the gateway's promises don't hold with.</summary>
internal static class PodHazards
{
    private const string MirrorAnnotation = "kubernetes.io/config.mirror";
    private const string SystemLabel = "kubernetes.io/os";

    /// <exception cref="RefusalException">There is something.</exception>
    public static void Check(PodTemplate pod, PodChoices choices, FullModeSettings settings)
    {
        if (pod.Annotations.ContainsKey(MirrorAnnotation))
        {
            throw new RefusalException("The pod is a static one's mirror: what a node runs by itself can't be changed. Run it as a Deployment or DaemonSet.");
        }

        if (PodTemplate.List(pod.Spec, "ephemeralContainers").Any())
        {
            throw new RefusalException("The pod has ephemeral containers, which nobody can give variables to. Make it without them.");
        }

        if (PodTemplate.Flag(pod.Spec, "hostNetwork"))
        {
            throw new RefusalException(
                "The pod uses the network of its node (hostNetwork): the gateway's port would be open to the whole node, and no network policy holds "
                + "for the pod. Set hostNetwork to false.");
        }

        if (!InjectionMark.IsOn(pod))
        {
            CheckNames(pod);
        }

        if (choices.IsFull)
        {
            CheckSystem(pod);
            CheckProcesses(pod);
            CheckPorts(pod, choices.Port);
            HeldSecrets.Check(pod, [choices.ApiKeys, settings.AuditorTokenSecret]);
        }
    }

    private static void CheckNames(PodTemplate pod)
    {
        if (pod.Containers.Any(container => container.Name == GatewaySidecar.Name))
        {
            throw new RefusalException($"The pod has a container {GatewaySidecar.Name} already, and it isn't the injector's. Give it another name.");
        }

        if (pod.Volumes.Select(volume => PodTemplate.Text(volume, "name")).FirstOrDefault(GatewaySidecar.VolumeNames.Contains) is { } taken)
        {
            throw new RefusalException($"The pod has a volume {taken} already, and it isn't the injector's. Give it another name.");
        }
    }

    private static void CheckSystem(PodTemplate pod)
    {
        if (PodTemplate.Text(PodTemplate.Object(pod.Spec, "os"), "name") == "windows" ||
            PodTemplate.Text(PodTemplate.Object(pod.Spec, "nodeSelector"), SystemLabel) == "windows")
        {
            throw new RefusalException($"The pod is for Windows, and the gateway's image is for Linux. Set the annotation {PodKeys.Mode} to {InjectionMode.Relay}.");
        }
    }

    private static void CheckProcesses(PodTemplate pod)
    {
        foreach (var field in (string[])["shareProcessNamespace", "hostPID"])
        {
            if (PodTemplate.Flag(pod.Spec, field))
            {
                throw new RefusalException(
                    $"The pod sets {field}: its containers could read the provider's key out of the gateway's process. Set it to false, or the annotation "
                    + $"{PodKeys.Mode} to {InjectionMode.Relay}.");
            }
        }

        if (pod.OwnContainers.FirstOrDefault(container => PodTemplate.Flag(PodTemplate.Object(container.Json, "securityContext"), "privileged")) is { } privileged)
        {
            throw new RefusalException(
                $"The container {privileged.Name} is privileged: it could read the provider's key through its node. Take that from it, or set the annotation "
                + $"{PodKeys.Mode} to {InjectionMode.Relay}.");
        }
    }

    private static void CheckPorts(PodTemplate pod, int port)
    {
        foreach (var container in pod.OwnContainers)
        {
            foreach (var listening in PodTemplate.List(container.Json, "ports"))
            {
                if (listening["containerPort"] is JsonValue value && value.TryGetValue(out int number) && (number == port || number == port + 1))
                {
                    throw new RefusalException(
                        $"The container {container.Name} listens on port {number}, which the gateway needs. Choose two others with the annotation {PodKeys.Port}.");
                }
            }
        }
    }
}
