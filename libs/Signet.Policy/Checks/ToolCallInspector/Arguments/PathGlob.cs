using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// Compiles patterns of paths: <c>?</c> is a character and <c>*</c> any number of them within a segment, <c>**</c> any number of segments.
/// </summary>
internal static class PathGlob
{
    private const int MaxLength = 512;

    /// <summary>
    /// False for one that is too long, doesn't begin with <c>/</c>, a drive or <c>**/</c>, or has <c>**</c> beside other text.
    /// </summary>
    internal static bool TryCompile(string glob, bool ignoreCase, [NotNullWhen(true)] out Regex? regex)
    {
        regex = null;
        bool isAnchored = glob.StartsWith('/') || glob.StartsWith("**/", StringComparison.Ordinal)
            || (glob.Length > 2 && char.IsAsciiLetter(glob[0]) && glob[1] == ':' && glob[2] == '/');
        if (glob.Length > MaxLength || !isAnchored || glob.Contains('\\', StringComparison.Ordinal))
        {
            return false;
        }

        // On Windows two slashes in front lead to another machine, and stay in the path.
        bool isRemote = ignoreCase && glob.StartsWith("//", StringComparison.Ordinal);
        string[] segments = glob.TrimStart('/').Split('/');
        StringBuilder pattern = new(isRemote ? @"\A/" : glob[0] == '/' ? @"\A" : @"\A/?");
        for (int i = 0; i < segments.Length; i++)
        {
            string segment = segments[i];
            bool isLast = i == segments.Length - 1;
            if (segment == "**")
            {
                // At the end also the directory itself.
                pattern.Append(isLast ? "(?:/.*)?" : i == 0 ? "(?:.*/)?" : "/(?:.*/)?");
                continue;
            }

            if (segment.Length == 0 || segment.Contains("**", StringComparison.Ordinal))
            {
                return false;
            }

            bool afterAny = i > 0 && segments[i - 1] == "**";
            pattern.Append(afterAny || (i == 0 && glob[0] != '/') ? "" : "/").Append(Segment(segment));
        }

        try
        {
            regex = new Regex(
                pattern.Append(@"\z").ToString(),
                RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.Singleline
                    | (ignoreCase ? RegexOptions.IgnoreCase : RegexOptions.None));
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    private static string Segment(string segment) => Regex.Escape(segment)
        .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
        .Replace(@"\?", "[^/]", StringComparison.Ordinal);
}
