using System.Runtime.CompilerServices;
using Signet.Storage;

namespace Signet.Testing.Auditor;

/// <summary>
/// Stands before a store that keeps its word and fails as real ones do: before the effect, after it, with lost answers, slowly, or by
/// dropping derived objects. A seed makes the faults, not the interleaving, repeatable. <see cref="Cut"/> ends a writer's access for good,
/// as the death of its process would.
/// </summary>
public sealed class FaultyStore : ISegmentStore, IDerivedStore
{
    private readonly ISegmentStore _segments;
    private readonly IDerivedStore _derived;
    private readonly Lock _gate = new();
    private readonly Random _random;
    private volatile bool _cut;

    public FaultyStore(ISegmentStore segments, IDerivedStore derived, int seed, double faults)
    {
        (_segments, _derived, _random, Faults) = (segments, derived, new Random(seed), faults);
    }

    /// <summary>The share of calls that fail, from 0 to 1.</summary>
    public double Faults { get; set; }

    public StoreProtection Protection => _segments.Protection;

    /// <summary>From now on nothing has an effect; what is under way may still have had one.</summary>
    public void Cut() => _cut = true;

    public IAsyncEnumerable<string> ListLogsAsync(CancellationToken cancellationToken) => _segments.ListLogsAsync(cancellationToken);

    public async IAsyncEnumerable<long> ListSegmentsAsync(string logId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var segment in _segments.ListSegmentsAsync(logId, cancellationToken))
        {
            yield return segment;
        }
    }

    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        _segments.FindLastSegmentAsync(logId, cancellationToken);

    public async ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        await BeforeAsync(cancellationToken);
        return await _segments.ReadSegmentAsync(logId, segment, cancellationToken);
    }

    public async ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        await BeforeAsync(cancellationToken);
        var outcome = await _segments.CreateSegmentAsync(logId, segment, octets, cancellationToken);
        After();
        return outcome;
    }

    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(string logId, string name, CancellationToken cancellationToken) =>
        await _derived.ReadAsync(logId, name, cancellationToken);

    public IAsyncEnumerable<string> ListAsync(string logId, string prefix, CancellationToken cancellationToken) =>
        _derived.ListAsync(logId, prefix, cancellationToken);

    public async ValueTask PutAsync(string logId, string name, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        await BeforeAsync(cancellationToken);
        await _derived.PutAsync(logId, name, octets, cancellationToken);
        After();
    }

    private async Task BeforeAsync(CancellationToken cancellationToken)
    {
        if (Draw() < 0.25)
        {
            await Task.Delay(1, cancellationToken);
        }

        if (_cut || Draw() < Faults)
        {
            throw new StoreException("It failed, and nothing was done.");
        }
    }

    private void After()
    {
        if (_cut || Draw() < Faults)
        {
            throw new StoreException("The answer was lost.");
        }
    }

    private double Draw()
    {
        lock (_gate)
        {
            return _random.NextDouble();
        }
    }
}
