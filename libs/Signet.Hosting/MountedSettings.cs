using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.FileProviders;

namespace Signet.Hosting;

/// <summary>
/// A further file of settings, which <c>SettingsPath</c> names: it outranks the ones beside the program, and yields to the environment and the command
/// line. It is polled, since a mounted folder changes behind a link, of which notifications say nothing.
/// </summary>
internal static class MountedSettings
{
    private const string Key = "SettingsPath";

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no JSON.</exception>
    public static void Add(IConfigurationManager configuration)
    {
        if (configuration[Key] is not { Length: > 0 } path)
        {
            return;
        }

        var whole = Path.GetFullPath(path);
        var beside = configuration.Sources.Select((source, index) => source is JsonConfigurationSource ? index : -1).DefaultIfEmpty(-1).Max();
        configuration.Sources.Insert(beside + 1, new JsonConfigurationSource
        {
            FileProvider = new PhysicalFileProvider(Path.GetDirectoryName(whole)!) { UsePollingFileWatcher = true, UseActivePolling = true },
            Path = Path.GetFileName(whole),
            Optional = false,
            ReloadOnChange = true,
        });
    }
}
