using Signet.Ledger.Entries;

namespace Signet.Messaging;

/// <summary>What the anchorer needs of the auditor. Members may be called at any time and from any thread.</summary>
public interface IAnchorLog
{
    /// <summary>The log's name.</summary>
    string LogId { get; }

    /// <summary>
    /// The newest checkpoint if it is due an anchor, else null. It is due when an entry other than <c>seal</c>, <c>anchor</c>,
    /// <c>verification</c> and <c>heartbeat</c> stands beyond the last anchored size, or when the log was idle for <c>idle_seconds</c>
    /// since its last anchor. Its segment is stored: what is named here can't be undone by a crash.
    /// </summary>
    ValueTask<AnchorDuty?> GetDutyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Completes when <see cref="GetDutyAsync"/> would name a duty: at once when it would now. Implementations SHOULD be woken by the
    /// sequencer or wait on the far side, and MAY complete without cause; the caller asks again.
    /// </summary>
    ValueTask WaitForDutyAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Checks the anchors of one round again and chains them together in one segment; returns when that segment is stored. After any
    /// exception nothing is known to be stored: the caller asks for the duty again and has it stamped anew. An anchor that is chained
    /// twice does no harm.
    /// </summary>
    /// <param name="round">At least one anchor, all of one size, each of another authority.</param>
    /// <param name="cancellationToken">Ends the wait, not necessarily the chaining.</param>
    /// <exception cref="ArgumentException">The auditor refuses an anchor of the round; it chained none of them.</exception>
    ValueTask SubmitAsync(IReadOnlyList<AnchorBody> round, CancellationToken cancellationToken);

    /// <summary>Keeps the raw request and answer of an anchor that was chained, beside the log.</summary>
    /// <exception cref="ArgumentException">They are of no duty of late, of an authority that the log doesn't name, or too large.</exception>
    /// <exception cref="IOException">They could not be kept.</exception>
    ValueTask KeepAsync(AnchorEvidence evidence, CancellationToken cancellationToken);
}
