namespace Signet.Injector.Injecting;

/// <summary>Whether a pod is to be injected: its own label decides, and where it has none that of its namespace.</summary>
internal static class OptIn
{
    /// <exception cref="RefusalException">A label has another value than the two.</exception>
    public static bool IsWanted(PodTemplate pod, IReadOnlyDictionary<string, string> namespaceLabels)
    {
        if (pod.Labels.TryGetValue(PodKeys.Inject, out var own))
        {
            return IsEnabled("pod", own);
        }

        return namespaceLabels.TryGetValue(PodKeys.Inject, out var common) && IsEnabled("namespace", common);
    }

    private static bool IsEnabled(string whose, string value) => value switch
    {
        PodKeys.Enabled => true,
        PodKeys.Disabled => false,
        _ => throw new RefusalException(
            $"The {whose}'s label {PodKeys.Inject} is {RefusalException.Shown(value)}: set it to {PodKeys.Enabled} or {PodKeys.Disabled}."),
    };
}
