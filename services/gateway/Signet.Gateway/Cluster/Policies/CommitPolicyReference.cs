using System.Text.RegularExpressions;

namespace Signet.Gateway.Cluster.Policies;

/// <summary>Which object of the cluster holds the policy.</summary>
/// <param name="Namespace">A DNS label.</param>
/// <param name="Name">A DNS subdomain.</param>
internal sealed partial record CommitPolicyReference(string Namespace, string Name)
{
    public const string Group = "signet.dev";
    public const string Version = "v1alpha1";
    public const string Kind = "CommitPolicy";
    public const string Plural = "commitpolicies";

    public bool IsValid => Namespace.Length <= 63 && Label().IsMatch(Namespace) && Name.Length <= 253 && Subdomain().IsMatch(Name);

    /// <summary>The objects that have this name: one or none.</summary>
    public string ListPath => $"{Collection}?fieldSelector=metadata.name%3D{Name}&limit=2";

    /// <summary>The object's status.</summary>
    public string StatusPath => $"{Collection}/{Name}/status";

    private string Collection => $"apis/{Group}/{Version}/namespaces/{Namespace}/{Plural}";

    /// <summary>What happens to it behind a version, for so many seconds.</summary>
    public string WatchPath(string resourceVersion, int seconds) =>
        $"{Collection}?fieldSelector=metadata.name%3D{Name}&watch=true&allowWatchBookmarks=true&timeoutSeconds={seconds}"
            + $"&resourceVersion={Uri.EscapeDataString(resourceVersion)}";

    public override string ToString() => $"{Kind} {Namespace}/{Name}";

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Subdomain();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Label();
}
