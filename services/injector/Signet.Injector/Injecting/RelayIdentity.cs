using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>In relay mode: the token by which the containers can show the shared gateway which workload they are, and where it is.</summary>
internal static class RelayIdentity
{
    public static void Write(PatchWriter patch, IReadOnlyList<PodContainer> containers, RelayModeSettings settings)
    {
        foreach (var container in containers)
        {
            if (container.Variables.Any(variable => PodTemplate.Text(variable, "name") == WorkloadToken.Variable) ||
                PodTemplate.List(container.Json, "volumeMounts").Any(mount => PodTemplate.Text(mount, "mountPath") == WorkloadToken.Folder))
            {
                throw new RefusalException(
                    $"The container {container.Name} uses {WorkloadToken.Variable} or {WorkloadToken.Folder} itself, where its token would be. Remove it.");
            }

            patch.Extend(
                [.. container.Path, "env"], [new JsonObject { ["name"] = WorkloadToken.Variable, ["value"] = WorkloadToken.Path }]);
            patch.Extend([.. container.Path, "volumeMounts"], [WorkloadToken.Mount()]);
        }

        patch.Extend(["spec", "volumes"], [WorkloadToken.Volume(settings.Audience)]);
    }
}
