using System.Globalization;
using Signet.Ledger.Events;
using Signet.Messaging.Spool;

namespace Signet.Gateway.Commits;

/// <summary>
/// What the log is told of a spool: <c>spooling</c> when events can't be delivered any more, and <c>drained</c> with the numbers that waited once
/// they are. Both take the way of all events, so they stand in the log behind those that they are about. Owned by the publisher's loop.
/// </summary>
internal sealed class SpoolReports(ICommitSpool spool)
{
    private long? _from;

    /// <summary>The event to say now; null when there is none.</summary>
    /// <param name="next">The number behind the last that was handed to the spool.</param>
    public EventDraft? Due(long next)
    {
        var status = spool.Status;
        if (_from is null && status.State != SpoolState.Delivering && status is { TakesEvents: true })
        {
            _from = Math.Max(0, next - status.Records);
            return new EventDraft(EventPhase.Spooling, null, []);
        }

        if (_from is { } from && status.State == SpoolState.Delivering)
        {
            _from = null;
            return new EventDraft(EventPhase.Drained, null, [Number("from", from), Number("through", Math.Max(from, next - 1))]);
        }

        return null;
    }

    private static EventMetadata Number(string name, long value) => new(name, value.ToString(CultureInfo.InvariantCulture));
}
