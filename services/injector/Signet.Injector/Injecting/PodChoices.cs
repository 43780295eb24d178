using System.Globalization;

namespace Signet.Injector.Injecting;

/// <summary>What a pod's annotations choose, with the settings for what they leave open.</summary>
internal sealed class PodChoices
{
    public const int MinPort = 1_024;
    public const int MaxPort = 65_534;

    private const int MaxContainers = 1_000;

    public required string Mode { get; init; }

    /// <summary>The containers to be sent to the gateway; null for all.</summary>
    public IReadOnlyList<string>? Containers { get; init; }

    /// <summary>What becomes of an address that a container has already; null to refuse it.</summary>
    public string? ExistingBaseUrl { get; init; }

    public required string Policy { get; init; }

    public required string ApiKeys { get; init; }

    public required int Port { get; init; }

    public required string CpuRequest { get; init; }

    public required string MemoryRequest { get; init; }

    public required string MemoryLimit { get; init; }

    public bool IsFull => Mode == InjectionMode.Full;

    /// <exception cref="RefusalException">An annotation of signet's is unknown, or its value can't be used.</exception>
    public static PodChoices Read(PodTemplate pod, InjectorSettings settings)
    {
        foreach (var name in pod.Annotations.Keys.Where(name => name.StartsWith(PodKeys.Prefix, StringComparison.Ordinal)))
        {
            if (!PodKeys.Choices.Contains(name) && name is not (PodKeys.Injected or PodKeys.InjectedContainers))
            {
                throw new RefusalException($"The annotation {RefusalException.Shown(name)} is unknown. Known are {string.Join(", ", PodKeys.Choices)}.");
            }
        }

        var full = settings.Full;
        var choices = new PodChoices
        {
            Mode = Choose(pod, PodKeys.Mode, settings.Mode, value => value is InjectionMode.Full or InjectionMode.Relay, "full or relay"),
            Containers = pod.Annotations.TryGetValue(PodKeys.Containers, out var containers) ? Split(containers) : null,
            ExistingBaseUrl = pod.Annotations.ContainsKey(PodKeys.ExistingBaseUrl)
                ? Choose(pod, PodKeys.ExistingBaseUrl, "", value => value is BaseUrls.Keep or BaseUrls.Replace, "keep or replace")
                : null,
            Policy = Choose(pod, PodKeys.Policy, full.PolicyConfigMap, Names.IsSubdomain, "the name of a ConfigMap"),
            ApiKeys = Choose(pod, PodKeys.ApiKeys, full.ApiKeySecret, Names.IsSubdomain, "the name of a Secret"),
            Port = int.Parse(
                Choose(pod, PodKeys.Port, full.Port.ToString(CultureInfo.InvariantCulture), IsPort, $"a number from {MinPort} to {MaxPort}"),
                CultureInfo.InvariantCulture),
            CpuRequest = Choose(pod, PodKeys.CpuRequest, full.CpuRequest, Names.IsQuantity, "a quantity, such as 50m"),
            MemoryRequest = Choose(pod, PodKeys.MemoryRequest, full.MemoryRequest, Names.IsQuantity, "a quantity, such as 128Mi"),
            MemoryLimit = Choose(pod, PodKeys.MemoryLimit, full.MemoryLimit, Names.IsQuantity, "a quantity, such as 512Mi"),
        };
        if (choices.IsFull ? full.Image.Length == 0 : settings.Relay.Address is null)
        {
            throw new RefusalException($"The injector has no settings for the mode {choices.Mode}: choose the other with {PodKeys.Mode}, or ask whoever runs signet.");
        }

        return choices;
    }

    private static string Choose(PodTemplate pod, string name, string otherwise, Func<string, bool> isGood, string wanted) =>
        !pod.Annotations.TryGetValue(name, out var value) ? otherwise
            : isGood(value) ? value
            : throw new RefusalException($"The annotation {name} must be {wanted}.");

    private static bool IsPort(string text) =>
        text.Length <= 5 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= MinPort and <= MaxPort;

    private static List<string> Split(string list)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries).ToList();
        return names.Count <= MaxContainers && names.TrueForAll(Names.IsLabel) && names.Distinct().Count() == names.Count
            ? names
            : throw new RefusalException($"The annotation {PodKeys.Containers} must be names of containers, separated by commas, each once.");
    }
}
