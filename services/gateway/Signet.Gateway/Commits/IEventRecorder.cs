using Signet.Ledger.Events;

namespace Signet.Gateway.Commits;

/// <summary>Where decisions are recorded.</summary>
internal interface IEventRecorder
{
    /// <summary>
    /// Returns the signed event once it is recorded, or null when that can't be said in time; the event may then still be recorded.
    /// Takes no cancellation: whoever hangs up can't cancel the record of what it did.
    /// </summary>
    ValueTask<SignedEvent?> RecordAsync(EventDraft draft);
}
