using Signet.Auditor.Cluster;

namespace Signet.Auditor.Enrolment;

/// <summary>A service account of a cluster.</summary>
/// <param name="Namespace">Its namespace: a DNS label of at most 63 characters.</param>
/// <param name="Name">Its name: a DNS subdomain of at most 253 characters.</param>
public sealed record ServiceAccount(string Namespace, string Name)
{
    /// <summary>Reads <c>namespace/name</c>.</summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    public static ServiceAccount Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('/') is [var space, var name] && KubernetesNames.IsLabel(space) && KubernetesNames.IsSubdomain(name)
            ? new ServiceAccount(space, name)
            : throw new ArgumentException("A service account that may enrol is named namespace/name.");
    }

    /// <summary>The account of a user name that an API server gave; null for users that are no service accounts.</summary>
    internal static ServiceAccount? OfUser(string? user) =>
        user?.Split(':') is ["system", "serviceaccount", var space, var name] && KubernetesNames.IsLabel(space) && KubernetesNames.IsSubdomain(name)
            ? new ServiceAccount(space, name)
            : null;

    /// <summary><c>namespace/name</c>.</summary>
    public override string ToString() => $"{Namespace}/{Name}";
}
