using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Entries;
using Signet.Ledger.Segments;
using Signet.Ledger.State;
using Signet.Storage;

namespace Signet.Auditor.Recovery;

/// <summary>
/// Finds where the log ends: the last segment, the newest state object that a seal vouches for, and the segments behind it. That takes at
/// most <see cref="MaxReads"/> reads however long the log is: older segments were checked when they were written, and are the verifier's
/// from then on. Without any state object the whole log is read again. The same at every start, after a crash or not.
/// </summary>
internal sealed class LogRecovery
{
    /// <summary>The most objects that are read where no state was lost: six segments and two states.</summary>
    public const int MaxReads = 8;

    /// <summary>
    /// How many segments are kept between the search for a state and the replay, so that each is read once. A state is at most five segments
    /// behind the tail, unless it was lost.
    /// </summary>
    private const int SegmentsKept = 6;

    /// <summary>How many lost states are written again: a start needs the newest only.</summary>
    private const int StatesRestored = 16;

    private readonly string _logId;
    private readonly Func<string, ReadOnlyMemory<byte>?> _secretOf;
    private readonly ISegmentStore _segments;
    private readonly IDerivedStore _derived;
    private readonly Dictionary<long, ReadOnlyMemory<byte>> _kept = [];

    // Where the state was that recovery began with: it is there already.
    private long _stateSegment = -1;

    /// <param name="logId">The log.</param>
    /// <param name="secretOf">The root secrets of chain keys, by name.</param>
    /// <param name="segments">Where segments stand.</param>
    /// <param name="derived">Where states stand.</param>
    public LogRecovery(string logId, Func<string, ReadOnlyMemory<byte>?> secretOf, ISegmentStore segments, IDerivedStore derived) =>
        (_logId, _secretOf, _segments, _derived) = (logId, secretOf, segments, derived);

    /// <exception cref="LogDamagedException">The stored log can't be continued.</exception>
    /// <exception cref="StoreException">The store can't be read.</exception>
    public async Task<LogState> RecoverAsync(CancellationToken cancellationToken)
    {
        var tail = await _segments.FindLastSegmentAsync(_logId, cancellationToken).ConfigureAwait(false) ?? -1;
        using var replay = new LogReplay(_logId, KeyOf, await FindStateAsync(tail, cancellationToken).ConfigureAwait(false));
        var sealedStates = new Queue<SealedState>();
        for (var number = replay.State.Head.NextSegment; number <= tail; number++)
        {
            if (replay.Apply(number, await ReadAsync(number, cancellationToken).ConfigureAwait(false)) is { } fault)
            {
                throw new LogDamagedException(number, fault);
            }

            _kept.Remove(number);
            if (number != _stateSegment && replay.SealedState is { Octets: not null } sealedState)
            {
                sealedStates.Enqueue(sealedState);
                if (sealedStates.Count > StatesRestored)
                {
                    sealedStates.Dequeue();
                }
            }
        }

        // A writer may have ended between its segment and the state that the segment's seal names. Only now is the log known to be whole:
        // nothing is written beside one that isn't.
        foreach (var sealedState in sealedStates)
        {
            await _derived.PutAsync(
                _logId, StateCodec.NameOf(sealedState.Segment), sealedState.Octets!.Value, cancellationToken).ConfigureAwait(false);
        }

        return replay.State;
    }

    /// <summary>The auditor holds root secrets, and none of keys that were sealed for somebody else.</summary>
    private ChainKey? KeyOf(EpochBody epoch, long segment) => epoch.SealedKey is null && _secretOf(epoch.KeyId) is { } secret
        ? ChainKey.ForEpoch(secret.Span, _logId, epoch.Epoch, segment)
        : null;

    private async Task<LogState?> FindStateAsync(long tail, CancellationToken cancellationToken)
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
                _stateSegment = number;
                return state;
            }
        }

        return null;
    }

    private async Task<LogState?> ReadStateAsync(long segment, Digest digest, CancellationToken cancellationToken)
    {
        var octets = await _derived.ReadAsync(_logId, StateCodec.NameOf(segment), cancellationToken).ConfigureAwait(false);

        // The seal isn't verified yet, so it may name any octets: the replay has to begin at that very seal, or it would not check it.
        return octets is { } present && StateCodec.Read(present.Span, digest) is { } state && state.Head.NextSegment == segment
            ? state
            : null;
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(long segment, CancellationToken cancellationToken)
    {
        if (_kept.TryGetValue(segment, out var kept))
        {
            return kept;
        }

        var octets = await _segments.ReadSegmentAsync(_logId, segment, cancellationToken).ConfigureAwait(false)
            ?? throw new LogDamagedException(segment, "it is missing");
        if (_kept.Count < SegmentsKept)
        {
            _kept[segment] = octets;
        }

        return octets;
    }
}
