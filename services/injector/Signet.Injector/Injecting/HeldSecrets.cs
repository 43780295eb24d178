using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>The Secrets that only the gateway may hold: a pod whose own containers have one of them could go round it.</summary>
internal static class HeldSecrets
{
    /// <exception cref="RefusalException">A container or volume of the pod's names one.</exception>
    public static void Check(PodTemplate pod, IReadOnlyList<string> secrets)
    {
        foreach (var volume in pod.OwnVolumes)
        {
            var sources = PodTemplate.List(PodTemplate.Object(volume, "projected"), "sources").Select(source => Name(source, "secret", "name"));
            Refuse(secrets, $"volume {RefusalException.Shown(PodTemplate.Text(volume, "name") ?? "")}", sources.Append(Name(volume, "secret", "secretName")));
        }

        foreach (var container in pod.OwnContainers)
        {
            var variables = container.Variables.Select(variable => Name(PodTemplate.Object(variable, "valueFrom"), "secretKeyRef", "name"));
            var groups = PodTemplate.List(container.Json, "envFrom").Select(group => Name(group, "secretRef", "name"));
            Refuse(secrets, $"container {container.Name}", variables.Concat(groups));
        }
    }

    private static string? Name(JsonObject? parent, string source, string member) => PodTemplate.Text(PodTemplate.Object(parent, source), member);

    private static void Refuse(IReadOnlyList<string> secrets, string who, IEnumerable<string?> named)
    {
        if (named.FirstOrDefault(name => name is { Length: > 0 } && secrets.Contains(name)) is { } held)
        {
            throw new RefusalException($"The {who} has the Secret {held}, which the gateway alone may hold. Remove it: the gateway adds the key to what it sends on.");
        }
    }
}
