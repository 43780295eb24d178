using Signet.Ledger.Anchors;

namespace Signet.Hosting.TimeStamps;

/// <summary>The roots of a time-stamping authority, as settings name them.</summary>
public static class TsaRoots
{
    private const string Preset = "preset:";

    /// <summary>The PEM text of pinned roots: <c>preset:NAME</c> for those of an authority known by name, else a file.</summary>
    /// <exception cref="ArgumentException">No authority is known by that name.</exception>
    /// <exception cref="IOException">The file can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file can't be read.</exception>
    public static string Read(string source)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        return !source.StartsWith(Preset, StringComparison.Ordinal) ? File.ReadAllText(source)
            : TsaPreset.Find(source[Preset.Length..])?.RootsPem ?? throw new ArgumentException($"No roots ship with signet for {source}.", nameof(source));
    }
}
