namespace Signet.Injector;

/// <summary>
/// The gateway as a sidecar of its own: the section <c>Injector:Full</c>. Secrets and ConfigMaps are named here and stand in the namespaces of
/// the workloads. What the gateway itself is told stands below <c>Settings</c>, as in its own <c>appsettings.json</c>.
/// </summary>
public sealed class FullModeSettings
{
    /// <summary>The gateway's image. Without one this mode is refused.</summary>
    public string Image { get; set; } = "";

    /// <summary><c>Always</c>, <c>IfNotPresent</c> (the default) or <c>Never</c>.</summary>
    public string ImagePullPolicy { get; set; } = "IfNotPresent";

    /// <summary>The ConfigMap with the policy, where a pod names none. The default is <c>signet-policy</c>.</summary>
    public string PolicyConfigMap { get; set; } = "signet-policy";

    /// <summary>The key of it that the policy stands under. The default is <c>policy.yaml</c>.</summary>
    public string PolicyKey { get; set; } = "policy.yaml";

    /// <summary>The Secret with the providers' keys, each mounted below <c>/etc/signet/api-keys</c> by its name in the Secret; empty when there are none.</summary>
    public string ApiKeySecret { get; set; } = "";

    /// <summary>The Secret with the auditor's token. The default is <c>signet-auditor-token</c>.</summary>
    public string AuditorTokenSecret { get; set; } = "signet-auditor-token";

    /// <summary>The key of it that the token stands under. The default is <c>token</c>.</summary>
    public string AuditorTokenKey { get; set; } = "token";

    /// <summary>
    /// The port that the sidecar listens on, on the pod's loopback alone; health is on the next one. 1,024 to 65,534, 18,443 by default.
    /// </summary>
    public int Port { get; set; } = 18_443;

    /// <summary>The audience of the sidecar's projected token. The default is <c>signet-auditor</c>.</summary>
    public string Audience { get; set; } = "signet-auditor";

    /// <summary>The processor time that the sidecar asks for. The default is <c>50m</c>.</summary>
    public string CpuRequest { get; set; } = "50m";

    /// <summary>The memory that the sidecar asks for. The default is <c>128Mi</c>.</summary>
    public string MemoryRequest { get; set; } = "128Mi";

    /// <summary>The most memory that it may have. The default is <c>512Mi</c>.</summary>
    public string MemoryLimit { get; set; } = "512Mi";

    /// <summary>
    /// The most octets of the volume in which the sidecar spools, such as <c>321Mi</c>, with which its settings say level <c>spool</c>; empty, the
    /// default, for none. Larger than the spool: a pod that fills more is evicted.
    /// </summary>
    public string SpoolLimit { get; set; } = "";

    /// <summary>The gateway's own settings by their names in its environment, in the order of these names.</summary>
    internal SortedDictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);
}
