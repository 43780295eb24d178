using Signet.Auditor.Tests.Simulation;
using Signet.Storage;

namespace Signet.Auditor.Tests.Election;

/// <summary>A way to the store on which the answers to writes of segments can be held back; it hears no cancellation.</summary>
internal sealed class HeldPort(SimPort port) : ISegmentStore, IDerivedStore
{
    private TaskCompletionSource? _held;

    public bool IsCut
    {
        set => port.IsCut = value;
    }

    public StoreProtection Protection => port.Protection;

    public void Hold() => _held = new TaskCompletionSource();

    public void LetGo() => _held?.SetResult();

    public async ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var outcome = await port.CreateSegmentAsync(logId, segment, octets, cancellationToken).ConfigureAwait(false);
        if (_held is { } held)
        {
            await held.Task.ConfigureAwait(false);
        }

        return outcome;
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        port.ReadSegmentAsync(logId, segment, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        port.FindLastSegmentAsync(logId, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        port.ReadAsync(logId, name, cancellationToken);

    public ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        port.PutAsync(logId, name, octets, cancellationToken);

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => port.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) =>
        port.ListSegmentsAsync(logId, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        port.ListAsync(logId, prefix, cancellationToken);
}
