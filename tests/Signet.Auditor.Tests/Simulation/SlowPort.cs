using Signet.Storage;

namespace Signet.Auditor.Tests.Simulation;

/// <summary>A store whose PUT takes 100 ms in the middle and 195 ms at the 99th percentile, in the world's time.</summary>
internal sealed class SlowPort(SimWorld world) : ISegmentStore, IDerivedStore
{
    private const double MedianMilliseconds = 100;

    // The logarithm of a wait is normal: 2.326 deviations above the middle stand 195 ms.
    private static readonly double Deviation = Math.Log(1.95) / 2.326;

    private readonly SimStore _store = new();

    public int Creates { get; private set; }

    public int Segments => _store.Segments.Count;

    public StoreProtection Protection => StoreProtection.NotWriteProtected;

    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        Creates++;
        var copy = octets.ToArray();
        return Put(() => _store.TryCreate(segment, copy) ? SlotOutcome.Created : SlotOutcome.Occupied);
    }

    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken) =>
        await Put(() => true).ConfigureAwait(false);

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) => ValueTask.FromResult<long?>(null);

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<long> ListSegmentsAsync(string logId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) => throw new NotSupportedException();

    private ValueTask<T> Put<T>(Func<T> put)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - world.Random.NextDouble())) * Math.Cos(2 * Math.PI * world.Random.NextDouble());
        var answer = new TaskCompletionSource<T>();
        world.In(TimeSpan.FromMilliseconds(MedianMilliseconds * Math.Exp(Deviation * normal)), () => answer.SetResult(put()));
        return new ValueTask<T>(answer.Task);
    }
}
