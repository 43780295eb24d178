using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Signet.Storage.Memory;

/// <summary>Both stores in memory, with the semantics of the durable ones. For tests and trials: nothing outlives the process.</summary>
public sealed class MemoryStore : ISegmentStore, IDerivedStore
{
    private readonly ConcurrentDictionary<(string LogId, long Segment), byte[]> _segments = new();
    private readonly ConcurrentDictionary<(string LogId, string Name), byte[]> _derived = new();

    /// <inheritdoc/>
    public StoreProtection Protection => StoreProtection.NotWriteProtected;

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ListLogsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        string[] logs = [.. _segments.Keys.Select(key => key.LogId).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        foreach (string log in logs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return log;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        return Enumerate(_segments.Keys.Where(key => key.LogId == logId).Select(key => key.Segment).Order(), cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(_segments.Keys.Where(key => key.LogId == logId).Max(key => (long?)key.Segment));
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Copy(_segments.GetValueOrDefault((logId, segment))));
    }

    /// <inheritdoc/>
    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        ArgumentOutOfRangeException.ThrowIfNegative(segment);
        StoreNames.ThrowIfTooLarge(octets);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(
            _segments.TryAdd((logId, segment), octets.ToArray()) ? SlotOutcome.Created : SlotOutcome.Occupied);
    }

    /// <inheritdoc/>
    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Copy(_derived.GetValueOrDefault((logId, name))));
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessPrefix(prefix);
        return Enumerate(
            _derived.Keys
                .Where(key => key.LogId == logId && key.Name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(key => key.Name)
                .Order(StringComparer.Ordinal),
            cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        StoreNames.ThrowUnlessLogId(logId);
        StoreNames.ThrowUnlessName(name);
        StoreNames.ThrowIfTooLarge(octets);
        cancellationToken.ThrowIfCancellationRequested();
        _derived[(logId, name)] = octets.ToArray();
        return ValueTask.CompletedTask;
    }

    // What a caller does to its copy must not reach the store: a slot is written once. The null is typed: an untyped one
    // would become an empty array and then an empty memory, which is a value.
    private static ReadOnlyMemory<byte>? Copy(byte[]? octets) =>
        octets is null ? (ReadOnlyMemory<byte>?)null : new ReadOnlyMemory<byte>(octets.AsSpan().ToArray());

    private static async IAsyncEnumerable<T> Enumerate<T>(
        IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        cancellationToken.ThrowIfCancellationRequested();
        foreach (T item in items)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return item;
        }
    }
}
