using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Signet.Policy.Extensions;

namespace Signet.Extensions.Plugins;

/// <summary>
/// The load context of one plug-in. It shares Signet.Policy and the framework's own assemblies with the host, has everything else from
/// its folder, and sees nothing else of the host. Not collectible: checks live as long as the process.
/// </summary>
internal sealed class PluginContext(PluginFolder folder) : AssemblyLoadContext(folder.Name, isCollectible: false)
{
    private static readonly Assembly Shared = typeof(ICheckPlugin).Assembly;
    private static readonly string Framework = RuntimeEnvironment.GetRuntimeDirectory();

    /// <summary>Loads the plug-in's own assembly.</summary>
    internal Assembly LoadMain(byte[] octets) => LoadFromStream(new MemoryStream(octets, writable: false));

    protected override Assembly Load(AssemblyName assemblyName)
    {
        if (assemblyName.Name == Shared.GetName().Name)
        {
            return Shared;
        }

        if (assemblyName.Name is not { } name)
        {
            throw new FileNotFoundException("An assembly without a name.");
        }

        if (File.Exists(Path.Combine(Framework, name + ".dll")))
        {
            return Default.LoadFromAssemblyName(assemblyName);
        }

        // Null would let the runtime look among the host's own assemblies.
        return folder.Read(name) is { } octets
            ? LoadFromStream(new MemoryStream(octets, writable: false))
            : throw new FileNotFoundException("The plug-in's folder has no such assembly.", name);
    }
}
