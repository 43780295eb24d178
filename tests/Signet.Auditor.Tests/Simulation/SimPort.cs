using Signet.Storage;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>
/// A process's way to the store, with everything that can happen on it: slow answers, failures without an effect, effects without an
/// answer, effects that come after the failure was told, conflicts that are none, stale reads. Once it is cut nothing is answered any
/// more; what was under way may still have its effect.
/// </summary>
internal sealed class SimPort(SimWorld world, SimStore store) : ISegmentStore, IDerivedStore
{
    public bool IsCut { get; set; }

    public StoreProtection Protection => StoreProtection.NotWriteProtected;

    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var copy = octets.ToArray();
        if (world.Fails(0.02))
        {
            // 409: two requests met, and nothing was done.
            return Answer(() => SlotOutcome.Occupied);
        }

        return Write(() => store.TryCreate(segment, copy) ? SlotOutcome.Created : SlotOutcome.Occupied);
    }

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) => Read(() =>
        segment < store.Segments.Count && !world.Fails(0.01) ? store.Segments[(int)segment] : default(ReadOnlyMemory<byte>?));

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) => Read(() =>
        store.Segments.Count - (world.Fails(0.1) ? world.Random.Next(3) : 0) is var count and > 0 ? count - 1 : default(long?));

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) => Read(() =>
        store.Objects.TryGetValue(name, out var octets) && !world.Fails(0.02) ? octets : default(ReadOnlyMemory<byte>?));

    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        var copy = octets.ToArray();
        await Write(() =>
        {
            store.Objects[name] = copy;
            return true;
        }).ConfigureAwait(false);
    }

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    private ValueTask<T> Read<T>(Func<T> read) => world.Fails(0.04) ? Fail<T>() : Answer(read);

    private ValueTask<T> Write<T>(Func<T> write)
    {
        switch (world.Faults ? world.Random.Next(40) : -1)
        {
            case 0 or 1:
                return Fail<T>();
            case 2 or 3:
                // It was done, and the answer was lost.
                return Answer<T>(() =>
                {
                    write();
                    throw new StoreException("The answer was lost.");
                });
            case 4:
                // The request outlives the failure that was told.
                world.In(world.Delay() + world.Delay(), () => write());
                return Fail<T>();
            default:
                return Answer(write);
        }
    }

    private ValueTask<T> Fail<T>() => Answer<T>(() => throw new StoreException("It failed."));

    private ValueTask<T> Answer<T>(Func<T> act)
    {
        // Whoever waits goes on at once and on this thread: nothing in the world happens beside it.
        var answer = new TaskCompletionSource<T>();
        var wait = world.Delay();
        var back = world.Fails(0.5) ? world.Delay() : TimeSpan.Zero;
        world.In(wait, () =>
        {
            T? result = default;
            StoreException? failure = null;
            try
            {
                result = act();
            }
            catch (StoreException exception)
            {
                failure = exception;
            }

            world.In(back, () =>
            {
                if (IsCut)
                {
                    return;
                }

                if (failure is null)
                {
                    answer.SetResult(result!);
                }
                else
                {
                    answer.SetException(failure);
                }
            });
        });
        return new ValueTask<T>(answer.Task);
    }
}
