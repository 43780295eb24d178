using Signet.Ledger.Events;

namespace Signet.Auditor.Sequencing;

/// <summary>An event whose signature has been checked.</summary>
internal sealed class EventSubmission(SignedEvent signedEvent) : Submission
{
    public SignedEvent SignedEvent { get; } = signedEvent;
}
