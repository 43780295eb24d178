using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Signet.Load.Brokers;
using Signet.Load.Systems;
using Signet.Messaging;

namespace Signet.Load.Hosts;

/// <summary>
/// Runs one host in this process. The first line of its output is its address. Each line of its input is answered with what
/// it has counted so far; the end of the input ends the host, so that none outlives the harness.
/// </summary>
internal static class HostCommand
{
    private static readonly TimeSpan ReadyPoll = TimeSpan.FromMilliseconds(20);

    public static async Task<int> RunAsync(string name, Uri? upstream, string? data)
    {
        await using var broker = name == HostNames.BrokerGateway ? await LocalBroker.StartAsync(data!) : null;
        await using var app = await BuildAsync(name, upstream, data, broker);
        await app.StartAsync();
        await WaitUntilReadyAsync(app.Services.GetService<HealthCheckService>());
        Console.WriteLine(app.Urls.First());
        while (await Console.In.ReadLineAsync() is not null)
        {
            var record = app.Services.GetService<ICommitTransport>() as AcknowledgingTransport;
            Console.WriteLine(new HostCounts(GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), record?.Events ?? 0, record?.Sends ?? 0));
        }

        await app.StopAsync();
        return 0;
    }

    private static async Task<WebApplication> BuildAsync(string name, Uri? upstream, string? data, LocalBroker? broker) => name switch
    {
        HostNames.Upstream => UpstreamHost.Build(),
        HostNames.Forwarder => ForwarderHost.Build(upstream!),
        HostNames.ReverseProxy => ReverseProxyHost.Build(upstream!),
        HostNames.Gateway => await GatewayHost.BuildAsync(upstream!, services => services.AddMemoryRecord()),
        HostNames.ChainGateway => await GatewayHost.BuildAsync(upstream!, services => services.AddChainRecord(data!)),
        HostNames.SpoolGateway => await GatewayHost.BuildAsync(upstream!, services => services.AddSpoolRecord(data!)),
        HostNames.BrokerGateway => await GatewayHost.BuildAsync(upstream!, services => services.AddBrokerRecord(broker!.Endpoint)),
        _ => throw new ArgumentException($"There is no host {name}.", nameof(name)),
    };

    private static async Task WaitUntilReadyAsync(HealthCheckService? health)
    {
        while (health is not null && (await health.CheckHealthAsync()).Status == HealthStatus.Unhealthy)
        {
            await Task.Delay(ReadyPoll);
        }
    }
}
