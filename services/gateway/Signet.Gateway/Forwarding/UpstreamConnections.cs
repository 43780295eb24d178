using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace Signet.Gateway.Forwarding;

/// <summary>
/// Makes the pool of connections of one upstream, with YARP's factory: no proxy, whatever the environment says, no redirects, no
/// cookies, no decompression.
/// </summary>
/// <param name="instead">Makes what answers in place of a network; null to use one.</param>
internal sealed class UpstreamConnections(Func<HttpMessageHandler>? instead = null) : ForwarderHttpClientFactory(NullLogger<ForwarderHttpClientFactory>.Instance)
{
    // Names are resolved anew now and then: an upstream moves behind its name.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    /// <summary>A pool of its own: connections are never shared between upstreams.</summary>
    public HttpMessageInvoker Create(int? maxConnectionsPerServer) => CreateClient(
        new ForwarderHttpClientContext { NewConfig = new HttpClientConfig { MaxConnectionsPerServer = maxConnectionsPerServer } });

    /// <summary>What every pool keeps to.</summary>
    public static void Configure(SocketsHttpHandler handler)
    {
        handler.UseProxy = false;
        handler.Proxy = null;
        handler.AllowAutoRedirect = false;
        handler.UseCookies = false;
        handler.Credentials = null;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ConnectTimeout = ConnectTimeout;
        handler.PooledConnectionLifetime = Lifetime;
        handler.PooledConnectionIdleTimeout = IdleLifetime;
        handler.EnableMultipleHttp2Connections = true;
        handler.MaxResponseHeadersLength = 64;

        // Traces of the caller are nobody's business upstream.
        handler.ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator();
    }

    protected override void ConfigureHandler(ForwarderHttpClientContext context, SocketsHttpHandler handler)
    {
        base.ConfigureHandler(context, handler);
        Configure(handler);
    }

    protected override HttpMessageHandler WrapHandler(ForwarderHttpClientContext context, HttpMessageHandler handler)
    {
        if (instead is null)
        {
            return base.WrapHandler(context, handler);
        }

        handler.Dispose();
        return instead();
    }
}
