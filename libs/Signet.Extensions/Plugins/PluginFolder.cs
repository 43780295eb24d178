namespace Signet.Extensions.Plugins;

/// <summary>
/// The assemblies of one plug-in. What is loaded are the octets that were read and compared, not the file once more; a folder or
/// file that everybody can write to is refused.
/// </summary>
internal sealed class PluginFolder(string directory, PluginPins? pins)
{
    private const long MaxOctets = 64 << 20;

    internal string Name { get; } = Path.GetFileName(directory);

    /// <summary>The octets of an assembly, or null when the folder has none of that name.</summary>
    /// <exception cref="PluginException">It may not be loaded; the message says why.</exception>
    internal byte[]? Read(string assembly)
    {
        // A name with a separator could lead elsewhere; no assembly that a compiler made has one.
        string path = Path.Combine(directory, assembly + ".dll");
        if (Path.GetFileName(assembly) != assembly || !File.Exists(path))
        {
            return null;
        }

        RefuseOpenToAll(directory);
        RefuseOpenToAll(path);
        if (new FileInfo(path).Length > MaxOctets)
        {
            throw new PluginException("an assembly is larger than 64 MiB");
        }

        byte[] octets = File.ReadAllBytes(path);
        return pins?.Match($"{Name}/{assembly}.dll", octets) != false
            ? octets
            : throw new PluginException("an assembly is not the one that the list of digests has");
    }

    private static void RefuseOpenToAll(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) != 0)
        {
            throw new PluginException("everybody can write to its folder or to an assembly");
        }
    }
}
