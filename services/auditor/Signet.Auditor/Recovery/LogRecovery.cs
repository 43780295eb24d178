using Signet.Auditor.State;
using Signet.Ledger;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Storage;

namespace Signet.Auditor.Recovery;

/// <summary>
/// Finds where the log ends: the last segment, the newest state object that a seal vouches for, and the segments behind it. Without
/// any state object the whole log is read again. The same at every start, after a crash or not.
/// </summary>
internal sealed class LogRecovery
{
    /// <summary>How many lost states are written again: a start needs the newest only.</summary>
    private const int StatesRestored = 16;

    private readonly AuditorOptions _options;
    private readonly ISegmentStore _segments;
    private readonly IDerivedStore _derived;

    public LogRecovery(AuditorOptions options, ISegmentStore segments, IDerivedStore derived) =>
        (_options, _segments, _derived) = (options, segments, derived);

    /// <exception cref="LogDamagedException">The stored log can't be continued.</exception>
    /// <exception cref="StoreException">The store can't be read.</exception>
    public async Task<LogState> RecoverAsync(CancellationToken cancellationToken)
    {
        long tail = -1;
        await foreach (var segment in _segments.ListSegmentsAsync(_options.LogId, cancellationToken).ConfigureAwait(false))
        {
            if (segment != tail + 1)
            {
                throw new LogDamagedException(tail + 1, "it is missing");
            }

            tail = segment;
        }

        var replay = new LogReplay(_options, await FindStateAsync(tail, cancellationToken).ConfigureAwait(false));
        var sealedStates = new Queue<(long Segment, byte[] Octets)>();
        for (var number = replay.State.Head.NextSegment; number <= tail; number++)
        {
            replay.Apply(number, await ReadAsync(number, cancellationToken).ConfigureAwait(false));
            if (replay.SealedState is { } octets)
            {
                sealedStates.Enqueue((number, octets));
                if (sealedStates.Count > StatesRestored)
                {
                    sealedStates.Dequeue();
                }
            }
        }

        // Only now is the log known to be whole: nothing is written beside one that isn't.
        foreach (var (number, octets) in sealedStates)
        {
            await RestoreStateAsync(number, octets, cancellationToken).ConfigureAwait(false);
        }

        return replay.State;
    }

    private async Task<LogState> FindStateAsync(long tail, CancellationToken cancellationToken)
    {
        for (var number = tail; number >= 0; number--)
        {
            var octets = await ReadAsync(number, cancellationToken).ConfigureAwait(false);
            if (!SegmentObject.TryParse(octets, out var segment, out var fault))
            {
                throw new LogDamagedException(number, fault);
            }

            if (EntryCodec.Read(segment!.Lines[^1].Entry).Entry?.Body is SealBody { StateSha256: { } digest } &&
                await ReadStateAsync(number, digest, cancellationToken).ConfigureAwait(false) is { } state)
            {
                return state;
            }
        }

        return new LogState();
    }

    private async Task<LogState?> ReadStateAsync(long segment, Digest digest, CancellationToken cancellationToken)
    {
        var octets = await _derived.ReadAsync(_options.LogId, StateCodec.NameOf(segment), cancellationToken).ConfigureAwait(false);
        return octets is { } present ? StateCodec.Read(present, digest) : null;
    }

    /// <summary>A writer may have ended between its segment and the state that the segment's seal names.</summary>
    private async Task RestoreStateAsync(long segment, byte[] octets, CancellationToken cancellationToken)
    {
        var name = StateCodec.NameOf(segment);
        var present = await _derived.ReadAsync(_options.LogId, name, cancellationToken).ConfigureAwait(false);
        if (present is not { } stored || !stored.Span.SequenceEqual(octets))
        {
            await _derived.PutAsync(_options.LogId, name, octets, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(long segment, CancellationToken cancellationToken) =>
        await _segments.ReadSegmentAsync(_options.LogId, segment, cancellationToken).ConfigureAwait(false)
        ?? throw new LogDamagedException(segment, "it is missing");
}
