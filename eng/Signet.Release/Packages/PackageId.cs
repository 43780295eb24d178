namespace Signet.Release.Packages;

/// <summary>A package of NuGet's in one version.</summary>
internal sealed record PackageId(string Name, string Version) : IComparable<PackageId>
{
    /// <summary>The address of the package, as bills of materials name it.</summary>
    public string Purl => $"pkg:nuget/{Name}@{Version}";

    public int CompareTo(PackageId? other) =>
        (string.Compare(Name, other?.Name, StringComparison.OrdinalIgnoreCase), string.CompareOrdinal(Version, other?.Version)) switch
        {
            (0, var byVersion) => byVersion,
            var (byName, _) => byName,
        };

    public override string ToString() => $"{Name} {Version}";
}
