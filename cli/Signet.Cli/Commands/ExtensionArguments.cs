using System.CommandLine;
using Signet.Extensions;
using Signet.Extensions.Plugins;
using Signet.Policy.Documents;
using Signet.Shared.Terminal;

namespace Signet.Cli.Commands;

/// <summary>The options for checks of others, of <c>signet up</c> and of whatever reads policies.</summary>
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

    /// <summary>For commands that read policies and run none of what they name.</summary>
    public void AddToReader(Command command)
    {
        command.Add(_plugins);
        command.Add(_pins);
    }

    /// <summary>The checks that a policy may name. What isn't loaded is told on the standard error.</summary>
    public CheckRegistry ReadChecks(ParseResult parsed)
    {
        try
        {
            var catalog = CheckExtensions.LoadToRead(Read(parsed));
            foreach (var problem in catalog.Problems)
            {
                Console.Error.WriteLine(SafeText.Of(problem));
            }

            return catalog.Registry;
        }
        catch (PluginException exception)
        {
            throw new UserErrorException(exception.Message, exception);
        }
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
