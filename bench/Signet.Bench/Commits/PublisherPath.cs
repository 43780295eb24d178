using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Signet.Gateway;
using Signet.Gateway.Commits;
using Signet.Hosting.Telemetry;
using Signet.Messaging;

namespace Signet.Bench.Commits;

/// <summary>A gateway's publisher and a transport that takes everything at once.</summary>
internal sealed class PublisherPath : ICommitPath
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().AddSingleton<SignetMetrics>().BuildServiceProvider();
    private readonly CountingTransport _transport;
    private readonly CommitPublisher _publisher;

    private PublisherPath(ICommitTransport? transport, IProducerEnrolment enrolment)
    {
        _transport = new CountingTransport(transport);
        var options = new GatewayOptions { LogId = SampleLog.LogId, ProducerId = SampleEvents.Producer };
        _publisher = new CommitPublisher(
            _transport, enrolment, Options.Create(options), TimeProvider.System, _services.GetRequiredService<SignetMetrics>(),
            NullLogger<CommitPublisher>.Instance);
    }

    public IEventRecorder Recorder => _publisher;

    public long Batches => _transport.Batches;

    /// <summary>Enrols everybody.</summary>
    public static IProducerEnrolment OpenEnrolment { get; } = new AcceptsAll();

    public static Task<PublisherPath> StartAsync() => StartAsync(null, OpenEnrolment);

    public static async Task<PublisherPath> StartAsync(ICommitTransport? transport, IProducerEnrolment enrolment)
    {
        var path = new PublisherPath(transport, enrolment);
        await path._publisher.StartAsync(CancellationToken.None);
        return path;
    }

    public async ValueTask DisposeAsync()
    {
        await _publisher.StopAsync(CancellationToken.None);
        _publisher.Dispose();
        await _services.DisposeAsync();
    }

    private sealed class AcceptsAll : IProducerEnrolment
    {
        public ValueTask EnrolAsync(ProducerEnrolment enrolment, CancellationToken cancellationToken) => ValueTask.CompletedTask;
    }
}
