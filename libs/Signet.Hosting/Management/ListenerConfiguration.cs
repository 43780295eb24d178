using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Signet.Hosting.Management;

/// <summary>Takes a service's ports from its configuration.</summary>
public static class ListenerConfiguration
{
    /// <summary>
    /// Opens the ports of <c>Listen:Public</c> and <c>Listen:Management</c>, each an address and a port such as <c>0.0.0.0:8443</c>. The
    /// management port is required; a service without a public port leaves the other out.
    /// </summary>
    /// <param name="builder">The service's builder.</param>
    /// <param name="configurePublic">Further settings of the public port, such as HTTPS.</param>
    /// <exception cref="InvalidOperationException">A value is missing or isn't an address and a port.</exception>
    public static IHostApplicationBuilder AddConfiguredListeners(this IHostApplicationBuilder builder, Action<ListenOptions>? configurePublic = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var listen = builder.Configuration.GetSection("Listen");
        return builder.AddSignetListeners(options =>
        {
            options.Public = listen["Public"] is { } text ? Parse("Listen:Public", text) : null;
            options.ConfigurePublic = configurePublic;
            options.Management = Parse("Listen:Management", listen["Management"]);
        });
    }

    private static IPEndPoint Parse(string name, string? text) =>
        IPEndPoint.TryParse(text ?? "", out var endPoint)
            ? endPoint
            : throw new InvalidOperationException($"{name} is not an address and a port.");
}
