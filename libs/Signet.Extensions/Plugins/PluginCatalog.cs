using Signet.Policy.Documents;

namespace Signet.Extensions.Plugins;

/// <summary>What became of all plug-ins, and the checks that policies can name with them. Immutable.</summary>
public sealed class PluginCatalog
{
    internal PluginCatalog(CheckRegistry registry, IReadOnlyList<PluginReport> plugins) => (Registry, Plugins) = (registry, plugins);

    /// <summary>The checks that there were, and those of the plug-ins that are loaded.</summary>
    public CheckRegistry Registry { get; }

    /// <summary>A report on each plug-in, by folder.</summary>
    public IReadOnlyList<PluginReport> Plugins { get; }

    /// <summary>A line for people about each plug-in that isn't loaded.</summary>
    public IEnumerable<string> Problems => Plugins.Where(plugin => plugin.Status != PluginStatus.Loaded)
        .Select(plugin => $"The plug-in {plugin.Folder} is not loaded: {plugin.Problem}.");
}
