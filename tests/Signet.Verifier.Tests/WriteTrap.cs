using Signet.Storage;
using Signet.Testing.Storage.Tampering;

namespace Signet.Verifier.Tests;

/// <summary>A store with full access that ends whoever uses it to write, with an error that a verifier doesn't catch.</summary>
internal sealed class WriteTrap(VersionedMemoryStore store) : ISegmentStore, IDerivedStore
{
    /// <summary>True fails every list.</summary>
    public bool Fails { get; init; }

    public StoreProtection Protection => store.Protection;

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => store.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) =>
        Fails ? throw new StoreException("The store is away.") : store.ListSegmentsAsync(logId, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        store.FindLastSegmentAsync(logId, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        store.ReadSegmentAsync(logId, segment, cancellationToken);

    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) => throw Caught();

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        store.Derived.ReadAsync(logId, name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        store.Derived.ListAsync(logId, prefix, cancellationToken);

    public ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) => throw Caught();

    private static InvalidOperationException Caught() => new("The verifier tried to write.");
}
