using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Gateway;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Hosting.Memory;
using Signet.Policy.Documents;

namespace Signet.Load.Hosts;

/// <summary>The gateway as its host puts it together, with a record of the caller's choice.</summary>
internal static class GatewayHost
{
    public static async Task<WebApplication> BuildAsync(Uri upstream, Action<IServiceCollection> addRecord)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSignetDefaults("gateway");
        builder.Logging.SetMinimumLevel(LogLevel.Warning);

        // The first line of the output is the address.
        builder.Logging.ClearProviders();
        builder.AddSignetListeners(listeners =>
        {
            listeners.Public = new IPEndPoint(IPAddress.Loopback, 0);
        });
        var policyFile = new GatewayPolicyFile(
            Path.Combine(AppContext.BaseDirectory, "policy.yaml"), CheckRegistry.BuiltIn, TimeProvider.System);
        builder.Services.AddSingleton(await GatewayPolicySource.LoadAsync(policyFile, CancellationToken.None));
        addRecord(builder.Services);
        builder.Services.AddGateway(options =>
        {
            options.LogId = Records.LogId;
            options.ProducerId = "gateway.bench";
            options.Upstream = new Uri(upstream, "/v1");
        });
        builder.Services.AddHostedService<SpareMemory>();
        var app = builder.Build();
        app.MapGateway();
        return app;
    }
}
