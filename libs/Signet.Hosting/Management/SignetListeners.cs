using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Signet.Hosting.Management;

/// <summary>
/// The ports of a service. Every connection is marked by the listener that accepted it, and a marked one reaches the management endpoints and
/// nothing else, an unmarked one never: neither the Host header nor a port number that the system chose comes into it.
/// </summary>
/// <remarks>
/// Listeners set here take the place of <c>ASPNETCORE_URLS</c> and <c>--urls</c>, which Kestrel then ignores; those under
/// <c>Kestrel:Endpoints</c> are added and are public.
/// </remarks>
public sealed class SignetListeners
{
    private ListenOptions? _public;
    private ListenOptions? _management;

    internal SignetListeners()
    {
    }

    /// <summary>The address and port that the service itself listens on, with the chosen number once the host has started.</summary>
    public IPEndPoint? Public => _public?.IPEndPoint;

    /// <summary>The address and port of the management endpoints, with the chosen number once the host has started.</summary>
    public IPEndPoint? Management => _management?.IPEndPoint;

    internal void Listen(KestrelServerOptions kestrel, SignetListenerOptions options)
    {
        if (options.Public is { } publicEndPoint)
        {
            kestrel.Listen(publicEndPoint, listen =>
            {
                _public = listen;
                options.ConfigurePublic?.Invoke(listen);
            });
        }

        if (options.Management is { } managementEndPoint)
        {
            kestrel.Listen(managementEndPoint, listen =>
            {
                _management = listen;
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(next => connection =>
                {
                    connection.Features.Set(ManagementConnection.Mark);
                    return next(connection);
                });
            });
        }
    }
}
