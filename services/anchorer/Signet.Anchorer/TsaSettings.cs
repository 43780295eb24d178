using Signet.Ledger.Anchors;

namespace Signet.Anchorer;

/// <summary>A time-stamping authority in the settings.</summary>
public sealed class TsaSettings
{
    /// <summary>Its name in the log; with a preset, the preset's unless said otherwise.</summary>
    public string Name { get; set; } = "";

    /// <summary>A public authority that is known by name: <c>freetsa</c>, <c>digicert</c> or <c>sectigo</c>.</summary>
    public string? Preset { get; set; }

    /// <summary>Where it answers; with a preset, the preset's unless said otherwise.</summary>
    public Uri? Url { get; set; }

    /// <summary>The PEM file of its pinned roots; with a preset those that ship with signet unless given.</summary>
    public string RootsPath { get; set; } = "";

    /// <summary>The only policy accepted, a dotted object identifier; null accepts any.</summary>
    public string? Policy { get; set; }

    /// <summary>The least time between two requests; the preset's, or 1 s, unless given.</summary>
    public TimeSpan? Spacing { get; set; }

    /// <summary>Files of revocation lists for its certificates, DER or PEM, read for every request.</summary>
    public IList<string> RevocationPaths { get; } = [];

    internal TsaEndpoint ToEndpoint()
    {
        TsaPreset? preset = Preset is null
            ? null
            : TsaPreset.Find(Preset) ?? throw new ArgumentException($"There is no preset for an authority named {Preset}.");
        string name = Name.Length > 0 ? Name : preset?.Name ?? throw new ArgumentException("An authority has no name.");
        string roots = RootsPath.Length > 0
            ? File.ReadAllText(RootsPath)
            : preset?.RootsPem ?? throw new ArgumentException($"The authority {name} needs a file of pinned roots.");
        Uri url = Url ?? preset?.Url ?? throw new ArgumentException($"The authority {name} has no address.");
        return new TsaEndpoint(url, TsaTrust.FromPem(name, roots, Policy))
        {
            Spacing = Spacing ?? preset?.Spacing ?? TimeSpan.FromSeconds(1),
            RevocationPaths = [.. RevocationPaths],
        };
    }
}
