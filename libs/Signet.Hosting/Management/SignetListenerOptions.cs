using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Signet.Hosting.Management;

/// <summary>Where a service listens.</summary>
public sealed class SignetListenerOptions
{
    /// <summary>
    /// The address and port of the service itself; port 0 lets the system choose. Null (the default) for a service that has no public port, or
    /// whose public ports are declared under <c>Kestrel:Endpoints</c>.
    /// </summary>
    public IPEndPoint? Public { get; set; }

    /// <summary>
    /// The address and port of health, version and metrics; port 0 lets the system choose. Null (the default): they are not served at all.
    /// </summary>
    public IPEndPoint? Management { get; set; }

    /// <summary>Further settings of the public port, such as HTTPS.</summary>
    public Action<ListenOptions>? ConfigurePublic { get; set; }
}
