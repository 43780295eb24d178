using Signet.Bench.Commits;
using Signet.Gateway.Commits;
using Signet.Load.Brokers;
using Signet.Messaging;

namespace Signet.Bench.Sidecar;

/// <summary>A gateway's publisher at level <c>broker</c>: an event is recorded when Redis has it. Nobody subscribes.</summary>
internal sealed class BrokerPath : ICommitPath
{
    private readonly LocalBroker _broker;
    private readonly DaprCommitTransport _transport;
    private PublisherPath? _publisher;

    private BrokerPath(LocalBroker broker)
    {
        _broker = broker;
        _transport = new DaprCommitTransport(new DaprCommitTransportOptions { Endpoint = broker.Endpoint }, TimeProvider.System);
    }

    public IEventRecorder Recorder => _publisher!.Recorder;

    public long Batches => _publisher!.Batches;

    /// <param name="directory">For Redis.</param>
    public static async Task<BrokerPath> StartAsync(string directory) =>
        await StartAsync(await LocalBroker.StartAsync(directory), PublisherPath.OpenEnrolment);

    public static async Task<BrokerPath> StartAsync(LocalBroker broker, IProducerEnrolment enrolment)
    {
        var path = new BrokerPath(broker);
        path._publisher = await PublisherPath.StartAsync(path._transport, enrolment);
        return path;
    }

    public Task SettleAsync() => _broker.SettleAsync();

    public async ValueTask DisposeAsync()
    {
        await _publisher!.DisposeAsync();
        _transport.Dispose();
        await _broker.DisposeAsync();
    }
}
