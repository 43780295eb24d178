using System.Runtime.CompilerServices;
using Signet.Ledger.Verification;
using Signet.Storage;

namespace Signet.Verifier;

/// <summary>What a store that keeps versions lists of one slot.</summary>
internal sealed class SlotHistory
{
    // Of a slot that somebody filled with versions the newest are enough to say so, and the oldest is what counts.
    private const int MaxVersions = 16;

    private readonly List<SegmentVersion> _versions;
    private readonly List<SegmentVersion> _stored;

    private SlotHistory(List<SegmentVersion> versions) =>
        (_versions, _stored) = (versions, [.. versions.Where(version => !version.IsDeleteMarker)]);

    public long Number => _versions[0].Segment;

    /// <summary>The octets that reading it takes.</summary>
    public long Length => Oldest?.Length ?? 0;

    private SegmentVersion? Oldest => _stored.Count > 0 ? _stored[^1] : null;

    /// <summary>The slots of a log.</summary>
    public static async IAsyncEnumerable<SlotHistory> ListAsync(
        ISegmentHistory history, string logId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var versions = new List<SegmentVersion>();
        await foreach (var version in history.ListVersionsAsync(logId, cancellationToken).ConfigureAwait(false))
        {
            if (versions.Count > 0 && versions[0].Segment != version.Segment)
            {
                yield return new SlotHistory(versions);
                versions = [];
            }

            if (versions.Count == MaxVersions)
            {
                versions.RemoveAt(MaxVersions - 1);
            }

            versions.Add(version);
        }

        if (versions.Count > 0)
        {
            yield return new SlotHistory(versions);
        }
    }

    /// <summary>Looks at the versions without reading the segment.</summary>
    public async Task<ReadSlot> LookAsync(ISegmentHistory history, string logId, CancellationToken cancellationToken)
    {
        var other = await HasOthersAsync(history, logId, cancellationToken).ConfigureAwait(false);
        return new ReadSlot(Number, null, other || _stored.Count > 1 ? new SlotProtection(null, false, other, _stored.Count > 1) : null);
    }

    /// <summary>Reads the segment, what locks it, and what stands above it.</summary>
    public async Task<ReadSlot> ReadAsync(ISegmentHistory history, string logId, CancellationToken cancellationToken)
    {
        if (Oldest is not { } oldest)
        {
            return await LookAsync(history, logId, cancellationToken).ConfigureAwait(false);
        }

        var stored = await history.ReadVersionAsync(logId, Number, oldest.VersionId, cancellationToken).ConfigureAwait(false);
        return new ReadSlot(Number, stored?.Content, new SlotProtection(
            stored is { Lock.IsCompliance: true } ? stored.Lock.RetainUntil : null,
            stored is { Lock.HasLegalHold: true },
            await HasOthersAsync(history, logId, cancellationToken).ConfigureAwait(false),
            _stored.Count > 1));
    }

    private async ValueTask<bool> HasOthersAsync(ISegmentHistory history, string logId, CancellationToken cancellationToken)
    {
        if (_stored.Count < _versions.Count || _versions.Count == MaxVersions)
        {
            return true;
        }

        ReadOnlyMemory<byte>? first = null;
        foreach (var version in _stored.Count > 1 ? _stored : [])
        {
            if (await history.ReadVersionAsync(logId, Number, version.VersionId, cancellationToken).ConfigureAwait(false) is not { } stored ||
                (first is { } known && !known.Span.SequenceEqual(stored.Octets.Span)))
            {
                return true;
            }

            first ??= stored.Octets;
        }

        return false;
    }
}
