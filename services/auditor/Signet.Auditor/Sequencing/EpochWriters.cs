using Microsoft.Extensions.Logging;
using Signet.Auditor.Keys;
using Signet.Auditor.Publishing;
using Signet.Auditor.Recovery;
using Signet.Hosting.Telemetry;
using Signet.Ledger.Chain;
using Signet.Ledger.State;
using Signet.Storage;

namespace Signet.Auditor.Sequencing;

/// <summary>
/// Where an epoch begins: behind what the store holds, or behind what this writer has just stored itself. The same entries give the same
/// state, so that the second needs no reading; whoever finds that a slot is another's begins with the first.
/// </summary>
internal sealed partial class EpochWriters(
    AuditorOptions options, KeyRing ring, ISegmentStore segments, IDerivedStore derived, LogHead head, SignetMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly StoreWait _wait = new(head, time, logger);

    /// <summary>Waits until the store can be reached, and has it show that it keeps to its terms.</summary>
    /// <exception cref="StoreException">It can be reached, and doesn't.</exception>
    public async Task ProveStoreAsync(CancellationToken cancellationToken) => await _wait.UntilReachableAsync(
        async () =>
        {
            await segments.ProveAsync(cancellationToken).ConfigureAwait(false);
            return true;
        },
        cancellationToken).ConfigureAwait(false);

    /// <summary>Reads where the log ends, and takes up the keys that the settings name if it can go on under them.</summary>
    /// <exception cref="InvalidOperationException">The log can't be continued under the keys or terms configured.</exception>
    public async Task<EpochWriter> RecoverAsync(CancellationToken cancellationToken)
    {
        var state = await _wait.UntilReachableAsync(() => ReadAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (ring.Offered is { } offered && IsUsable(offered, state))
        {
            ring.Adopt(offered);
        }

        EpochOpening.RequireContinuable(options, ring.Current, state);
        return new EpochWriter(
            state,
            KeyOf(state),
            new SegmentWriter(segments, time, logger, head.StopWriting),
            new EntryAppender(state, ring, metrics),
            new StateShelf(options.LogId, derived, time, logger),
            new ClockGuard(time));
    }

    private async ValueTask<LogState> ReadAsync(CancellationToken cancellationToken)
    {
        var state = await new LogRecovery(options.LogId, ring.ChainSecretOf, segments, derived).RecoverAsync(cancellationToken).ConfigureAwait(false);
        if (state.Head.Size > 0)
        {
            await BegunLog.RequireStorageAsync(options, segments, cancellationToken).ConfigureAwait(false);
        }

        return state;
    }

    /// <summary>Goes on behind an epoch whose every segment was stored, the last of which named the next chain key.</summary>
    public EpochWriter Succeed(EpochWriter closed) =>
        new(closed.State, KeyOf(closed.State), closed.Segments, closed.Appender, closed.Shelf, closed.Clock);

    /// <summary>True when the log can go on under other keys; else they are refused, and why is logged.</summary>
    public bool IsUsable(AuditorKeys offered, LogState state)
    {
        var reason = offered.ContradictionTo(ring.Current) is { } keyId
            ? $"The chain key {keyId} has another secret than before."
            : EpochOpening.WhyNot(offered, options.LogId, state);
        if (reason is null)
        {
            return true;
        }

        ring.Refuse(offered);
        Log.KeysRefused(logger, reason);
        return false;
    }

    private (string KeyId, ChainKey Key) KeyOf(LogState state)
    {
        var keyId = EpochOpening.KeyIdOf(ring.Current, state);
        return (keyId, ChainKey.ForEpoch(ring.Current.ChainSecretOf(keyId)!.Value.Span, options.LogId, state.Epoch + 1, state.Head.NextSegment));
    }

    private static partial class Log
    {
        [LoggerMessage(1016, LogLevel.Error, "The log can't go on under the keys that the settings name, and stays under those before. {Reason}")]
        public static partial void KeysRefused(ILogger logger, string reason);
    }
}
