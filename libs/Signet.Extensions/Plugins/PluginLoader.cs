using System.Reflection;
using System.Security.Cryptography;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;
using Signet.Policy.Pipeline;

namespace Signet.Extensions.Plugins;

/// <summary>
/// Loads plug-ins, each in a context of its own. None of them can end the walk: what goes wrong in one stands in its report. A load
/// context keeps versions apart, not harm: a plug-in runs with all rights of the process.
/// </summary>
public static class PluginLoader
{
    private const int MaxFolders = 64;
    private const int MaxTextLength = 256;

    /// <summary>Loads every plug-in of a directory.</summary>
    /// <param name="settings">Where they are.</param>
    /// <param name="registry">The checks that policies can name anyway; no plug-in takes one of their names.</param>
    /// <param name="host">What plug-ins get.</param>
    /// <exception cref="PluginException">The directory or the list of digests can't be read.</exception>
    public static PluginCatalog Load(ExtensionSettings settings, CheckRegistry registry, PluginHost host)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(host);
        if (settings.PluginsPath is not { } path)
        {
            return new PluginCatalog(registry, []);
        }

        PluginPins? pins = settings.PluginPins is { } file ? PluginPins.Load(file) : null;
        List<(PluginReport Report, CheckDefinition? Definition)> found = [];
        foreach (string directory in Folders(path))
        {
            found.AddRange(LoadFolder(new PluginFolder(directory, pins), host));
        }

        return Settle(found, registry);
    }

    private static string[] Folders(string path)
    {
        try
        {
            string[] folders = [.. Directory.GetDirectories(Path.GetFullPath(path))
                .Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal)];
            return folders.Length <= MaxFolders ? folders : throw new PluginException("The directory of plug-ins has more than 64 folders.");
        }
        catch (Exception exception) when (exception is IOException and not PluginException or UnauthorizedAccessException)
        {
            throw new PluginException("The directory of plug-ins can't be read.", exception);
        }
    }

    private static List<(PluginReport Report, CheckDefinition? Definition)> LoadFolder(PluginFolder folder, PluginHost host)
    {
        PluginReport report = new() { Folder = Text(folder.Name), Status = PluginStatus.LoadError };
        try
        {
            byte[] octets = folder.Read(folder.Name) ?? throw new PluginException("the folder has no assembly of its name");
            report = report with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(octets)) };
            Assembly assembly = new PluginContext(folder).LoadMain(octets);
            report = report with { AssemblyVersion = Text(assembly.GetName().Version?.ToString()) };

            // Read as data: no code of the assembly runs for it.
            CustomAttributeData[] plugins =
                [.. assembly.GetCustomAttributesData().Where(attribute => attribute.AttributeType == typeof(CheckPluginAttribute))];
            return plugins.Length > 0
                ? [.. plugins.Select(attribute => LoadPlugin(attribute, report, host))]
                : throw new PluginException("the assembly names no plug-in");
        }
        catch (Exception exception)
        {
            return [(report with { Problem = Problem(exception) }, null)];
        }
    }

    private static (PluginReport Report, CheckDefinition? Definition) LoadPlugin(CustomAttributeData attribute, PluginReport report, PluginHost host)
    {
        try
        {
            int version = (int)attribute.ConstructorArguments[1].Value!;
            report = report with { ContractVersion = version };
            if (version != PluginContract.Version)
            {
                return (report with
                {
                    Status = PluginStatus.Incompatible,
                    Problem = $"it was built for version {version} of the contract; this is version {PluginContract.Version}",
                }, null);
            }

            Type type = (Type)attribute.ConstructorArguments[0].Value!;
            ICheckPlugin plugin = Activator.CreateInstance(type) as ICheckPlugin
                ?? throw new PluginException($"its class is no {nameof(ICheckPlugin)}");
            CheckDefinition definition = PluginDefinition.Guard(plugin.Define(host));
            return (report with { Status = PluginStatus.Loaded, Check = definition.Name }, definition);
        }
        catch (Exception exception)
        {
            return (report with { Problem = Problem(exception) }, null);
        }
    }

    /// <summary>Drops every plug-in whose name isn't its own alone, and adds the rest to the registry.</summary>
    private static PluginCatalog Settle(List<(PluginReport Report, CheckDefinition? Definition)> found, CheckRegistry registry)
    {
        HashSet<string> twice = [.. found.Where(plugin => plugin.Definition is not null)
            .GroupBy(plugin => plugin.Definition!.Name, StringComparer.Ordinal)
            .Where(group => group.Count() > 1 || registry.Find(group.Key) is not null).Select(group => group.Key)];
        CheckRegistry all = registry;
        List<PluginReport> reports = [];
        foreach ((PluginReport report, CheckDefinition? definition) in found)
        {
            bool isTaken = definition is not null && twice.Contains(definition.Name);
            reports.Add(isTaken
                ? report with { Status = PluginStatus.DuplicateName, Problem = "another check has that name" }
                : report);
            all = definition is null || isTaken ? all : all.With(definition);
        }

        return new PluginCatalog(all, reports);
    }

    /// <summary>What went wrong. Of exceptions that the plug-in may have made itself, the class alone: it chose the message.</summary>
    private static string Problem(Exception exception) => exception switch
    {
        PluginException => Text(exception.Message),
        TargetInvocationException { InnerException: { } inner } => Problem(inner),
        FileNotFoundException { FileName: { } name } => Text($"it needs an assembly that its folder doesn't have: {name}"),
        _ => Text($"it failed with {exception.GetType().Name}"),
    };

    private static string Text(string? text) => CheckText.Clean(text, MaxTextLength);
}
