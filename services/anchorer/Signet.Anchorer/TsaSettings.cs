namespace Signet.Anchorer;

/// <summary>A time-stamping authority in the settings.</summary>
public sealed class TsaSettings
{
    /// <summary>Its name in the log.</summary>
    public string Name { get; set; } = "";

    /// <summary>Where it answers.</summary>
    public Uri? Url { get; set; }

    /// <summary>The PEM file of its pinned roots.</summary>
    public string RootsPath { get; set; } = "";

    /// <summary>The only policy accepted, a dotted object identifier; null accepts any.</summary>
    public string? Policy { get; set; }
}
