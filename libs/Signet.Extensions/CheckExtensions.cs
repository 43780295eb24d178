using Signet.Extensions.External;
using Signet.Extensions.Plugins;
using Signet.Extensions.Secrets;
using Signet.Policy.Documents;
using Signet.Policy.Extensions;

namespace Signet.Extensions;

/// <summary>All that a host has to do for checks of others: load once, and read policies with the registry that comes of it.</summary>
public static class CheckExtensions
{
    /// <summary>The built-in checks, <c>external</c>, and the plug-ins.</summary>
    /// <param name="settings">Where plug-ins and secrets are.</param>
    /// <param name="daprEndpoint">The HTTP API of the Dapr sidecar beside this process.</param>
    /// <param name="daprApiToken">The sidecar's token, or null.</param>
    /// <exception cref="PluginException">The directory of plug-ins or the list of digests can't be read.</exception>
    public static PluginCatalog Load(ExtensionSettings settings, Uri daprEndpoint, string? daprApiToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Load(settings, new ExtensionHost
        {
            Secrets = new SecretDirectory(settings.SecretsPath),
            DaprEndpoint = daprEndpoint,
            DaprApiToken = daprApiToken,
        });
    }

    /// <summary>The same for reading a policy where it isn't run: every secret is taken for given, and none can be read.</summary>
    /// <exception cref="PluginException">The directory of plug-ins or the list of digests can't be read.</exception>
    public static PluginCatalog LoadToRead(ExtensionSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return Load(settings, new ExtensionHost { Secrets = new AssumedSecrets() });
    }

    private static PluginCatalog Load(ExtensionSettings settings, ExtensionHost host) => PluginLoader.Load(
        settings,
        CheckRegistry.BuiltIn.With(ExternalCheckDefinition.Create(host)),
        new PluginHost { Secrets = host.Secrets });
}
