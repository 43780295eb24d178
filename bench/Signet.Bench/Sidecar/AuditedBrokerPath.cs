using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Signet.Auditor;
using Signet.Auditor.Publishing;
using Signet.Bench.Commits;
using Signet.Gateway.Commits;
using Signet.Hosting;
using Signet.Hosting.Management;
using Signet.Load.Brokers;
using Signet.Messaging;
using Signet.Storage;
using Signet.Storage.Directories;

namespace Signet.Bench.Sidecar;

/// <summary>
/// The same with an auditor, in this process, that its own sidecar delivers to and that stores in a directory. A run ends when it has everything.
/// </summary>
internal sealed class AuditedBrokerPath : ICommitPath
{
    private readonly WebApplication _auditor;
    private readonly BrokerPath _path;

    private AuditedBrokerPath(WebApplication auditor, BrokerPath path) => (_auditor, _path) = (auditor, path);

    public IEventRecorder Recorder => _path.Recorder;

    public long Batches => _path.Batches;

    /// <param name="directory">For Redis and the log.</param>
    public static async Task<AuditedBrokerPath> StartAsync(string directory)
    {
        var port = LocalBroker.FreePort();
        var auditor = BuildAuditor(Path.Combine(directory, "log"), port);
        await auditor.StartAsync();
        var head = auditor.Services.GetRequiredService<LogHead>();
        while (!head.IsWriting)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }

        var broker = await LocalBroker.StartAsync(Path.Combine(directory, "redis"), (port, TakingApp.Token));
        return new AuditedBrokerPath(auditor, await BrokerPath.StartAsync(broker, auditor.Services.GetRequiredService<IProducerEnrolment>()));
    }

    public Task SettleAsync() => _path.SettleAsync();

    public async ValueTask DisposeAsync()
    {
        await _path.DisposeAsync();
        await _auditor.StopAsync();
        await _auditor.DisposeAsync();
    }

    private static WebApplication BuildAuditor(string log, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.AddSignetDefaults("auditor");
        builder.Logging.ClearProviders();
        builder.AddSignetListeners(listeners => listeners.Public = new IPEndPoint(IPAddress.Loopback, port));
        var store = DirectoryStore.Open(log);
        builder.Services.AddSingleton<ISegmentStore>(store);
        builder.Services.AddSingleton<IDerivedStore>(store);
        builder.Services.AddAuditor(DirectoryPath.OptionsOf(TakingApp.Token));
        var app = builder.Build();
        app.MapCommits();
        return app;
    }
}
