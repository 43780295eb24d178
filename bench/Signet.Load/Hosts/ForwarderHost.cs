using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

namespace Signet.Load.Hosts;

/// <summary>YARP's forwarder alone, set up as its documentation says: what a proxy on this platform can't do without.</summary>
internal static class ForwarderHost
{
    public static WebApplication Build(Uri upstream)
    {
        var builder = PlainHost.CreateBuilder();
        builder.Services.AddHttpForwarder();
        var app = builder.Build();
        var forwarder = app.Services.GetRequiredService<IHttpForwarder>();
        var invoker = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
            ConnectTimeout = TimeSpan.FromSeconds(15),
        });
        var destination = upstream.GetLeftPart(UriPartial.Authority);
        var config = new ForwarderRequestConfig { ActivityTimeout = TimeSpan.FromSeconds(100) };
        app.Map("/{**path}", async http => await forwarder.SendAsync(http, destination, invoker, config, HttpTransformer.Default));
        return app;
    }
}
