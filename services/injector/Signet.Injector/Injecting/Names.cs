using System.Text.RegularExpressions;

namespace Signet.Injector.Injecting;

/// <summary>How Kubernetes writes names and quantities.</summary>
internal static partial class Names
{
    public static bool IsSubdomain(string text) => text.Length <= 253 && Subdomain().IsMatch(text);

    public static bool IsLabel(string text) => text.Length <= 63 && Label().IsMatch(text);

    public static bool IsKey(string text) => text.Length is > 0 and <= 253 && text is not ("." or "..") && Key().IsMatch(text);

    /// <summary>A positive quantity without sign and exponent.</summary>
    public static bool IsQuantity(string text) => text.Length <= 24 && Quantity().IsMatch(text) && text.AsSpan().IndexOfAnyInRange('1', '9') >= 0;

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Subdomain();

    [GeneratedRegex("^[a-z0-9]([-a-z0-9]*[a-z0-9])?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Label();

    [GeneratedRegex("^[-._a-zA-Z0-9]+\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Key();

    [GeneratedRegex("^[0-9]+(\\.[0-9]+)?(m|k|Ki|M|Mi|G|Gi)?\\z", RegexOptions.NonBacktracking)]
    private static partial Regex Quantity();
}
