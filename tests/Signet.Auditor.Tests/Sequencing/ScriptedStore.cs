using Signet.Storage;
using Signet.Storage.Memory;

namespace Signet.Auditor.Tests.Sequencing;

/// <summary>Answers each call as the test wrote it down; without a line it does what a store does.</summary>
internal sealed class ScriptedStore : ISegmentStore
{
    public MemoryStore Inner { get; } = new();

    /// <summary>True: fail before the effect; false: fail after it.</summary>
    public Queue<bool> CreateFails { get; } = [];

    public Queue<bool> ReadFails { get; } = [];

    public Action? OnCreate { get; set; }

    public int Creates { get; private set; }

    public StoreProtection Protection => Inner.Protection;

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => Inner.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => Inner.ListSegmentsAsync(logId, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) => Inner.FindLastSegmentAsync(logId, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        ReadFails.TryDequeue(out var fails) && fails
            ? throw new StoreException("not readable")
            : await Inner.ReadSegmentAsync(logId, segment, cancellationToken);

    public async ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        Creates++;
        OnCreate?.Invoke();
        if (!CreateFails.TryDequeue(out var before))
        {
            return await Inner.CreateSegmentAsync(logId, segment, octets, cancellationToken);
        }

        if (!before)
        {
            await Inner.CreateSegmentAsync(logId, segment, octets, cancellationToken);
        }

        throw new StoreException("failed");
    }
}
