using System.CommandLine;
using Signet.Extensions;

namespace Signet.Cli.Commands;

/// <summary>The options of <c>signet up</c> for checks of others.</summary>
internal sealed class ExtensionArguments
{
    private readonly Option<string?> _plugins = new("--plugins")
    {
        Description = "A directory with a folder for each plug-in. Their code runs with all rights of this process.",
    };

    private readonly Option<string?> _pins = new("--plugin-pins")
    {
        Description = "A file as sha256sum writes it; only the assemblies that it lists are loaded.",
    };

    private readonly Option<string?> _secrets = new("--check-secrets")
    {
        Description = "A directory with a file for each secret that the policy may name for a check.",
    };

    public void AddTo(Command command)
    {
        command.Add(_plugins);
        command.Add(_pins);
        command.Add(_secrets);
    }

    public ExtensionSettings Read(ParseResult parsed)
    {
        var settings = new ExtensionSettings
        {
            PluginsPath = parsed.GetValue(_plugins),
            PluginPins = parsed.GetValue(_pins),
            SecretsPath = parsed.GetValue(_secrets),
        };
        return settings is { PluginsPath: null, PluginPins: not null }
            ? throw new UserErrorException("--plugin-pins says which plug-ins may be loaded, and --plugins is missing.")
            : settings;
    }
}
