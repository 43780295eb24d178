using Signet.Storage;
using Signet.Storage.Memory;

namespace Signet.Auditor.Tests.Keys;

/// <summary>
/// A store that a process loses at one of its writes: nothing reaches it from then on, and nothing comes back. What the process does before it is
/// ended is what one would have done that was killed there.
/// </summary>
internal sealed class CutStore(MemoryStore inner) : ISegmentStore, IDerivedStore
{
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _killed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _left = int.MaxValue;
    private bool _takesEffect;

    public Task Cut => _cut.Task;

    /// <summary>Ends what hangs: the process that waited for it is being taken down.</summary>
    public void Kill()
    {
        Volatile.Write(ref _left, 0);
        _killed.TrySetResult();
    }

    public StoreProtection Protection => inner.Protection;

    /// <summary>Cuts at a later write, before or after it has taken effect.</summary>
    public void CutAt(int write, bool takesEffect)
    {
        _takesEffect = takesEffect;
        Volatile.Write(ref _left, write);
    }

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => inner.ListLogsAsync(cancellationToken);

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => inner.ListSegmentsAsync(logId, cancellationToken);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) => inner.FindLastSegmentAsync(logId, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        inner.ReadSegmentAsync(logId, segment, cancellationToken);

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        inner.ReadAsync(logId, name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        inner.ListAsync(logId, prefix, cancellationToken);

    public async ValueTask<SlotOutcome> CreateSegmentAsync(string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var outcome = SlotOutcome.Created;
        await WriteAsync(async () => outcome = await inner.CreateSegmentAsync(logId, segment, octets, cancellationToken), cancellationToken);
        return outcome;
    }

    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        await WriteAsync(async () => await inner.PutAsync(logId, name, octets, cancellationToken), cancellationToken);

    private async Task WriteAsync(Func<Task> write, CancellationToken cancellationToken)
    {
        var left = Interlocked.Decrement(ref _left);
        if (left > 0 || (left == 0 && _takesEffect))
        {
            await write();
        }

        if (left <= 0)
        {
            _cut.TrySetResult();
            await _killed.Task.WaitAsync(cancellationToken);
            throw new StoreException("cut");
        }
    }
}
