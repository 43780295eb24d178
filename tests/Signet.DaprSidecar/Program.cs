using System.Net;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Signet.DaprSidecar;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
var options = builder.Configuration.GetSection(SidecarOptions.Section).Get<SidecarOptions>() ?? new();
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.Limits.MaxRequestBodySize = options.MaxBodyOctets;
    kestrel.Listen(IPAddress.Loopback, options.GrpcPort, listen => listen.Protocols = HttpProtocols.Http2);
    kestrel.Listen(IPAddress.Loopback, options.HttpPort, listen => listen.Protocols = HttpProtocols.Http1);
});
builder.Services.AddGrpc(grpc =>
{
    grpc.MaxReceiveMessageSize = options.MaxBodyOctets;
    grpc.Interceptors.Add<TokenInterceptor>();
});
builder.Services.AddGrpcReflection();
builder.Services.AddSingleton(options);
builder.Services.AddSingleton<Broker>();
builder.Services.AddSingleton<Statistics>();
builder.Services.AddSingleton<FaultInjector>();
builder.Services.AddSingleton<AppChannel>();
builder.Services.AddSingleton<Subscriber>();
builder.Services.AddHostedService(services => services.GetRequiredService<Subscriber>());
builder.Services.AddSingleton<DaprService>();
builder.Services.AddSingleton<HttpApi>();

var web = builder.Build();

// Of the gRPC API the messages are limited, and the error says so.
web.Use((context, next) =>
{
    if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit && HttpProtocol.IsHttp2(context.Request.Protocol))
    {
        limit.MaxRequestBodySize = null;
    }

    return next(context);
});
web.MapGrpcService<DaprService>();
web.MapGrpcReflectionService();
web.Services.GetRequiredService<HttpApi>().Map(web);
await web.RunAsync();
