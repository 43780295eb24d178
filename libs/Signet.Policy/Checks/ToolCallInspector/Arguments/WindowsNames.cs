using System.Collections.Frozen;

namespace Signet.Policy.Checks.ToolCallInspector.Arguments;

/// <summary>Names of files that Windows takes for something else than they say.</summary>
internal static class WindowsNames
{
    private const int MaxShortLength = 8;

    private static readonly FrozenSet<string> Devices = FrozenSet.ToFrozenSet(
        [
            "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
            .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"COM{number}", $"LPT{number}" }),
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>True for a device, in whatever directory it seems to be and whatever extension it has.</summary>
    internal static bool IsDevice(string segment) => Devices.Contains(Stem(segment).TrimEnd(' ').ToString());

    /// <summary>True for what may be the short name of a file with a longer one, such as <c>SECRET~1.TXT</c>.</summary>
    internal static bool MayBeShort(string segment)
    {
        ReadOnlySpan<char> stem = Stem(segment);
        int tilde = stem.LastIndexOf('~');
        return tilde > 0 && stem.Length <= MaxShortLength && tilde + 1 < stem.Length
            && !stem[(tilde + 1)..].ContainsAnyExceptInRange('0', '9');
    }

    private static ReadOnlySpan<char> Stem(string segment)
    {
        int dot = segment.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? segment : segment.AsSpan(0, dot);
    }
}
