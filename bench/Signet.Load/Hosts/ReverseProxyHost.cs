using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace Signet.Load.Hosts;

/// <summary>The whole of YARP with one route and one cluster.</summary>
internal static class ReverseProxyHost
{
    public static WebApplication Build(Uri upstream)
    {
        var builder = PlainHost.CreateBuilder();
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "all", ClusterId = "upstream", Match = new RouteMatch { Path = "/{**path}" } }],
            [
                new ClusterConfig
                {
                    ClusterId = "upstream",
                    Destinations = new Dictionary<string, DestinationConfig>
                    {
                        ["only"] = new() { Address = upstream.GetLeftPart(UriPartial.Authority) },
                    },
                },
            ]);
        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }
}
