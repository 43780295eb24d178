namespace Signet.Testing.Cluster;

/// <summary>What a path of an API server names.</summary>
/// <param name="Version">Group and version, such as <c>apps/v1</c>.</param>
/// <param name="Namespace">Empty for what belongs to the whole cluster, and for a list over all namespaces.</param>
/// <param name="Resource">The plural, such as <c>deployments</c>.</param>
/// <param name="Name">The object's name; empty for the list.</param>
internal sealed record ClusterPath(string Version, string Namespace, string Resource, string Name)
{
    /// <summary>Reads a path; null for one that names no object and no list.</summary>
    public static ClusterPath? Read(string path)
    {
        var (version, rest) = path.Trim('/').Split('/') switch
        {
            ["api", var core, .. var names] => (core, names),
            ["apis", var group, var number, .. var names] => ($"{group}/{number}", names),
            _ => ("", []),
        };
        return rest switch
        {
            ["namespaces", var space, var resource] => new ClusterPath(version, space, resource, ""),
            ["namespaces", var space, var resource, var name] => new ClusterPath(version, space, resource, name),
            [var resource] => new ClusterPath(version, "", resource, ""),
            [var resource, var name] => new ClusterPath(version, "", resource, name),
            _ => null,
        };
    }

    /// <summary>True where this is the list that <paramref name="item"/> stands in.</summary>
    public bool Lists(ClusterPath item) =>
        (Version, Resource) == (item.Version, item.Resource) && (Namespace.Length == 0 || Namespace == item.Namespace);
}
