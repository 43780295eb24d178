using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>A part of a delivery.</summary>
internal abstract class DeliveredSubmission(Delivery delivery, int place) : Submission
{
    protected override void Tell(CommitOutcome outcome) => delivery.Tell(place, outcome);
}
