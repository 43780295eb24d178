using System.Text.RegularExpressions;

namespace Signet.Auditor.Cluster;

/// <summary>How Kubernetes names things.</summary>
internal static partial class KubernetesNames
{
    private const int MaxLabel = 63;
    private const int MaxSubdomain = 253;

    public static bool IsLabel(string text) => text.Length <= MaxLabel && Label().IsMatch(text);

    public static bool IsSubdomain(string text) => text.Length <= MaxSubdomain && Subdomain().IsMatch(text);

    /// <summary>True for what may be the uid of an object; in practice a UUID.</summary>
    public static bool IsUid(string text) => Uid().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Subdomain();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex("^[0-9a-zA-Z-]{1,64}\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Uid();
}
