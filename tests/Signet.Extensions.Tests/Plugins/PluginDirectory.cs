using Signet.Extensions.Plugins;
using Signet.Extensions.Secrets;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;
using Signet.Testing;
using Signet.Testing.Storage;

namespace Signet.Extensions.Tests.Plugins;

/// <summary>A directory of plug-ins, and what a host makes of it.</summary>
internal sealed class PluginDirectory : IDisposable
{
    internal const string Tribunal = "Signet.Plugins.Tribunal";
    internal const string SandboxPreview = "Signet.Plugins.SandboxPreview";

    internal static readonly PluginHost Host = new() { Secrets = new SecretDirectory(null) };

    private readonly TemporaryDirectory _directory = new();

    /// <summary>The plug-ins as the solution builds them, in the configuration of the running tests.</summary>
    internal static string Built { get; } = Repository.PathOf(
        "plugins", "bin", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name);

    internal string Root => _directory.Path;

    internal static PluginCatalog Load(string path, string? pins = null, CheckRegistry? registry = null) =>
        PluginLoader.Load(new ExtensionSettings { PluginsPath = path, PluginPins = pins }, registry ?? CheckRegistry.BuiltIn, Host);

    internal PluginCatalog Load(string? pins = null, CheckRegistry? registry = null) => Load(Root, pins, registry);

    internal string PathOf(params string[] parts) => _directory.File(parts);

    /// <summary>Puts a built plug-in into a folder of its own.</summary>
    internal PluginDirectory With(string plugin, string? folder = null)
    {
        byte[] octets = File.ReadAllBytes(Path.Combine(Built, plugin, plugin + ".dll"));
        return WithFile(octets, folder ?? plugin, (folder ?? plugin) + ".dll");
    }

    internal PluginDirectory WithFile(byte[] octets, params string[] parts)
    {
        string path = _directory.File(parts);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, octets);
        return this;
    }

    public void Dispose() => _directory.Dispose();
}
