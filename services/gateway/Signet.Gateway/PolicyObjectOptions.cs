namespace Signet.Gateway;

/// <summary>Which object of a cluster holds the policy: the section <c>Gateway:Policy:Kubernetes</c>.</summary>
public sealed class PolicyObjectOptions
{
    /// <summary>The name of the CommitPolicy; empty, the default, where the policy is a file.</summary>
    public string Name { get; set; } = "";

    /// <summary>The namespace that it is in; empty, the default, for the gateway's own.</summary>
    public string Namespace { get; set; } = "";
}
