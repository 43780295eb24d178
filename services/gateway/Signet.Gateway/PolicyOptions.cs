namespace Signet.Gateway;

/// <summary>Where the policy is, when it isn't a file: the section <c>Gateway:Policy</c>.</summary>
public sealed class PolicyOptions
{
    /// <summary>The object of a cluster that holds it.</summary>
    public PolicyObjectOptions Kubernetes { get; } = new();
}
