using System.Runtime.CompilerServices;
using Signet.Ledger.Segments;
using Signet.Storage;
using Signet.Storage.Memory;

namespace Signet.Testing.Storage.Tampering;

/// <summary>A bucket with versions and Object Lock in memory: it keeps and refuses what S3 does.</summary>
/// <param name="retainUntil">Until when what the log stores is locked.</param>
/// <param name="now">The bucket's clock.</param>
public sealed class VersionedMemoryStore(DateTimeOffset? retainUntil, DateTimeOffset now) : ITamperableStore, ISegmentStore, ISegmentHistory
{
    private readonly MemoryStore _derived = new();
    private readonly SortedDictionary<(string LogId, long Segment), List<Version>> _slots = [];
    private int _versions;

    public ISegmentStore Segments => this;

    public ISegmentReader Reader => this;

    public IDerivedStore Derived => _derived;

    public StoreProtection Protection => StoreProtection.ObjectLock;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public Task PutVersionAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, DateTimeOffset? retainUntil, CancellationToken cancellationToken)
    {
        Add(logId, segment, octets.ToArray(), retainUntil);
        return Task.CompletedTask;
    }

    public Task HideAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        Add(logId, segment, null, null);
        return Task.CompletedTask;
    }

    public Task<bool> DestroyAsync(string logId, long segment, CancellationToken cancellationToken)
    {
        var versions = _slots[(logId, segment)];
        var allowed = versions[0].RetainUntil is not { } until || until <= now;
        if (allowed)
        {
            versions.RemoveAt(0);
        }

        return Task.FromResult(allowed);
    }

    public Task<bool> ShortenAsync(string logId, long segment, DateTimeOffset retainUntil, CancellationToken cancellationToken)
    {
        var version = _slots[(logId, segment)][0];
        var allowed = version.RetainUntil is not { } until || until <= retainUntil;
        if (allowed)
        {
            _slots[(logId, segment)][0] = version with { RetainUntil = retainUntil };
        }

        return Task.FromResult(allowed);
    }

    public async IAsyncEnumerable<string> ListLogsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var logId in _slots.Keys.Select(slot => slot.LogId).Distinct())
        {
            yield return logId;
        }
    }

    public async IAsyncEnumerable<long> ListSegmentsAsync(string logId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (slot, versions) in _slots.Where(slot => slot.Key.LogId == logId && slot.Value.Count > 0))
        {
            if (versions[^1].Octets is not null)
            {
                yield return slot.Segment;
            }
        }
    }

    /// <summary>The highest slot that ever held anything.</summary>
    public ValueTask<long?> FindLastSegmentAsync(string logId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_slots.Keys.Where(slot => slot.LogId == logId).Select(slot => (long?)slot.Segment).Max());

    public ValueTask<ReadOnlyMemory<byte>?> ReadSegmentAsync(string logId, long segment, CancellationToken cancellationToken) =>
        ValueTask.FromResult(_slots.TryGetValue((logId, segment), out var versions) && versions.Count > 0 ? Octets(versions[^1]) : null);

    public ValueTask<SlotOutcome> CreateSegmentAsync(
        string logId, long segment, ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        if (_slots.TryGetValue((logId, segment), out var versions) && versions.Count > 0 && versions[^1].Octets is not null)
        {
            return ValueTask.FromResult(SlotOutcome.Occupied);
        }

        Add(logId, segment, octets.ToArray(), retainUntil);
        return ValueTask.FromResult(SlotOutcome.Created);
    }

    public async IAsyncEnumerable<SegmentVersion> ListVersionsAsync(string logId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var (slot, versions) in _slots.Where(slot => slot.Key.LogId == logId))
        {
            for (var i = versions.Count - 1; i >= 0; i--)
            {
                yield return new SegmentVersion(
                    slot.Segment, versions[i].Id, i == versions.Count - 1, versions[i].Octets is null, versions[i].Octets?.Length ?? 0, now);
            }
        }
    }

    public ValueTask<StoredVersion?> ReadVersionAsync(string logId, long segment, string versionId, CancellationToken cancellationToken) =>
        ValueTask.FromResult(Find(logId, segment, versionId) is { Octets: { } octets } version
            ? new StoredVersion(new SegmentOctets(octets), new SegmentLock(version.RetainUntil is not null, version.RetainUntil, false))
            : null);

    // The null is typed: an untyped one would become an empty memory, which is a value.
    private static ReadOnlyMemory<byte>? Octets(Version version) =>
        version.Octets is { } octets ? new ReadOnlyMemory<byte>(octets) : (ReadOnlyMemory<byte>?)null;

    private Version? Find(string logId, long segment, string versionId) =>
        _slots.GetValueOrDefault((logId, segment))?.Find(version => version.Id == versionId);

    private void Add(string logId, long segment, byte[]? octets, DateTimeOffset? until)
    {
        if (!_slots.TryGetValue((logId, segment), out var versions))
        {
            _slots[(logId, segment)] = versions = [];
        }

        versions.Add(new Version($"v{++_versions}", octets, until));
    }

    private sealed record Version(string Id, byte[]? Octets, DateTimeOffset? RetainUntil);
}
