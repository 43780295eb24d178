using System.Text.Json;
using System.Text.RegularExpressions;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>
/// Where paths of files may lead. Every way of reading the text, such as with and without percent-encoding undone, must be allowed.
/// </summary>
internal sealed class PathRule : LocatedRule
{
    /// <summary>The directories that paths must stay in, in normal form; empty for anywhere.</summary>
    internal IReadOnlyList<string> Roots { get; init; } = [];

    /// <summary>One of them must match, unless there is none.</summary>
    internal IReadOnlyList<Regex> Allow { get; init; } = [];

    /// <summary>None of them may match.</summary>
    internal IReadOnlyList<Regex> Deny { get; init; } = [];

    /// <summary>Where relative paths begin, in normal form; null refuses them.</summary>
    internal string? RelativeTo { get; init; }

    /// <summary>True for a file system that doesn't tell cases apart, and has its other habits too.</summary>
    internal bool IgnoreCase { get; init; }

    /// <inheritdoc/>
    protected override ArgumentFault? JudgeAll(JsonElement arguments, IReadOnlyList<JsonElement> values)
    {
        foreach (JsonElement value in values)
        {
            string? what = value.ValueKind == JsonValueKind.String ? Judge(value.GetString()!) : "is no text";
            if (what is not null)
            {
                return Fault(what);
            }
        }

        return null;
    }

    private string? Judge(string text)
    {
        if (!PathReadings.TryGet(text, out IReadOnlyList<string> readings))
        {
            return "is no path that everybody reads alike";
        }

        foreach (string reading in readings)
        {
            string? what = !NormalPath.TryMake(reading, RelativeTo, IgnoreCase, out string path)
                ? "is no path that everybody reads alike"
                : Deny.Any(pattern => pattern.IsMatch(path)) ? "is a path that is denied"
                : Roots.Count > 0 && !Roots.Any(root => IsWithin(path, root)) ? "is a path outside the roots"
                : Allow.Count > 0 && !Allow.Any(pattern => pattern.IsMatch(path)) ? "is a path that isn't allowed"
                : null;
            if (what is not null)
            {
                return what;
            }
        }

        return null;
    }

    private bool IsWithin(string path, string root)
    {
        StringComparison comparison = IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
        return path.StartsWith(root, comparison) && (path.Length == root.Length || root[^1] == '/' || path[root.Length] == '/');
    }
}
