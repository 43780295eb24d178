namespace Signet.Extensions;

/// <summary>Where a host finds what belongs to checks of others. From the host's settings alone: no policy can name a file or directory.</summary>
public sealed record ExtensionSettings
{
    /// <summary>The section of the configuration that it is bound from.</summary>
    public const string Section = "Extensions";

    /// <summary>A directory with a folder for each plug-in, whose assembly has the folder's name; null for no plug-ins.</summary>
    public string? PluginsPath { get; init; }

    /// <summary>
    /// A file as <c>sha256sum</c> writes it, with paths below <see cref="PluginsPath"/>; null to load what is there. When it is given,
    /// an assembly that it doesn't list, or whose octets differ, isn't loaded.
    /// </summary>
    public string? PluginPins { get; init; }

    /// <summary>A directory with a file for each secret that policies may name; null for none.</summary>
    public string? SecretsPath { get; init; }
}
