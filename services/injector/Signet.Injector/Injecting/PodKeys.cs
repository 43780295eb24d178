namespace Signet.Injector.Injecting;

/// <summary>Labels and annotations that pods and namespaces speak to the injector with.</summary>
internal static class PodKeys
{
    public const string Prefix = "signet.dev/";

    /// <summary>The label that asks for it, of a namespace or a pod: <see cref="Enabled"/> or <see cref="Disabled"/>.</summary>
    public const string Inject = Prefix + "inject";

    public const string Enabled = "enabled";
    public const string Disabled = "disabled";

    public const string Mode = Prefix + "mode";
    public const string Containers = Prefix + "containers";
    public const string ExistingBaseUrl = Prefix + "existing-base-url";
    public const string Policy = Prefix + "policy";
    public const string ApiKeys = Prefix + "api-keys";
    public const string Port = Prefix + "port";
    public const string CpuRequest = Prefix + "cpu-request";
    public const string MemoryRequest = Prefix + "memory-request";
    public const string MemoryLimit = Prefix + "memory-limit";

    /// <summary>Written by the injector: the mode as a label, which network policies select by, and as an annotation.</summary>
    public const string Injected = Prefix + "injected";

    /// <summary>Written by the injector: the containers that it has given the addresses to, separated by commas.</summary>
    public const string InjectedContainers = Prefix + "injected-containers";

    /// <summary>What the pod itself may say.</summary>
    public static readonly IReadOnlyList<string> Choices =
        [Mode, Containers, ExistingBaseUrl, Policy, ApiKeys, Port, CpuRequest, MemoryRequest, MemoryLimit];
}
