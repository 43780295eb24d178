using Signet.Ledger.Events;

namespace Signet.Auditor.Sequencing;

/// <summary>An event whose signature has been checked.</summary>
internal sealed class EventSubmission(Delivery delivery, int place, SignedEvent signedEvent) : DeliveredSubmission(delivery, place)
{
    public SignedEvent SignedEvent { get; } = signedEvent;
}
