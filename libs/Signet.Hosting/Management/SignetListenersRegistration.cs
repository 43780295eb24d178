using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Signet.Hosting.Management;

/// <summary>Registers a service's ports.</summary>
public static class SignetListenersRegistration
{
    /// <summary>
    /// Opens the public and the management port. The management endpoints (<c>/healthz</c>, <c>/readyz</c>, <c>/version</c>, <c>/metrics</c>)
    /// answer on connections to the management port only, and nothing else answers there. Needs
    /// <see cref="SignetDefaults.AddSignetDefaults"/>. After the start the ports stand in <see cref="SignetListeners"/>.
    /// </summary>
    public static IHostApplicationBuilder AddSignetListeners(
        this IHostApplicationBuilder builder, Action<SignetListenerOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new SignetListenerOptions();
        configure(options);
        var listeners = new SignetListeners();
        builder.Services.AddSingleton(listeners);
        builder.Services.Configure<KestrelServerOptions>(kestrel => listeners.Listen(kestrel, options));
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IStartupFilter, ManagementStartupFilter>());
        return builder;
    }
}
