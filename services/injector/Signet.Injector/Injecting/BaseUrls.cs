using System.Text.Json.Nodes;

namespace Signet.Injector.Injecting;

/// <summary>
/// The variables that clients take their base URL from, for the two families of APIs that the gateway serves. What a container sets by
/// itself to another place is refused: it would go round the gateway without anybody having said so.
/// </summary>
internal sealed class BaseUrls(PodChoices choices, Uri gateway)
{
    /// <summary>Addresses that containers have stay theirs.</summary>
    public const string Keep = "keep";

    /// <summary>Addresses that containers have give way.</summary>
    public const string Replace = "replace";

    private const int MaxVariables = 10_000;

    // Anthropic's clients add /v1 themselves.
    private readonly (string Name, string Value)[] _wanted =
    [
        ("OPENAI_BASE_URL", Root(gateway) + "/v1"),
        ("OPENAI_API_BASE", Root(gateway) + "/v1"),
        ("ANTHROPIC_BASE_URL", Root(gateway)),
    ];

    /// <summary>The containers that are sent to the gateway.</summary>
    /// <exception cref="RefusalException">The pod lacks one that it names.</exception>
    public static IReadOnlyList<PodContainer> Choose(PodTemplate pod, PodChoices choices)
    {
        if (choices.Containers is not { } names)
        {
            return pod.Containers;
        }

        var byName = pod.Containers.GroupBy(container => container.Name).ToDictionary(group => group.Key, group => group.First());
        return
        [
            .. names.Select(name => byName.TryGetValue(name, out var container)
                ? container
                : throw new RefusalException($"The annotation {PodKeys.Containers} names {RefusalException.Shown(name)}, which the pod doesn't have.")),
        ];
    }

    public void Write(PatchWriter patch, IReadOnlyList<PodContainer> containers)
    {
        if (containers.Sum(container => container.Variables.Count) > MaxVariables)
        {
            throw new RefusalException($"The pod's containers have more than {MaxVariables} variables: name fewer with {PodKeys.Containers}.");
        }

        foreach (var container in containers)
        {
            Write(patch, container);
        }
    }

    /// <summary>Whether a container has all the addresses as they would be written, or may keep its own.</summary>
    public bool AreIn(PodContainer container) => _wanted.All(wanted =>
        ValuesOf(container, wanted.Name).Select(found => found.Value).ToList() is { Count: > 0 } values &&
        (choices.ExistingBaseUrl == Keep || values.TrueForAll(value => value == wanted.Value)));

    private void Write(PatchWriter patch, PodContainer container)
    {
        List<JsonNode> missing = [];
        foreach (var (name, value) in _wanted)
        {
            var found = ValuesOf(container, name).ToList();
            if (found.Count == 0)
            {
                missing.Add(new JsonObject { ["name"] = name, ["value"] = value });
            }

            foreach (var (index, existing) in found.Where(item => item.Value != value && choices.ExistingBaseUrl != Keep))
            {
                if (choices.ExistingBaseUrl != Replace)
                {
                    throw new RefusalException(
                        $"The container {container.Name} sets {name} itself, to another place than the gateway: remove it, or set the annotation "
                        + $"{PodKeys.ExistingBaseUrl} to {Replace} (the gateway's counts) or {Keep} (the container goes round the gateway).");
                }

                patch.Replace([.. container.Path, "env", $"{index}"], new JsonObject { ["name"] = name, ["value"] = value });
            }
        }

        patch.Extend([.. container.Path, "env"], missing);
    }

    /// <summary>Where a variable stands, and its value; null for one that comes from elsewhere.</summary>
    private static IEnumerable<(int Index, string? Value)> ValuesOf(PodContainer container, string name)
    {
        for (var index = 0; index < container.Variables.Count; index++)
        {
            var variable = container.Variables[index];
            if (PodTemplate.Text(variable, "name") == name)
            {
                yield return (index, variable["valueFrom"] is null ? PodTemplate.Text(variable, "value") ?? "" : null);
            }
        }
    }

    private static string Root(Uri gateway) => gateway.GetLeftPart(UriPartial.Authority);
}
