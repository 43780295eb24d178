using System.Diagnostics;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>A part of a delivery.</summary>
internal abstract class DeliveredSubmission(Delivery delivery, int place) : Submission
{
    /// <summary>The span that waits for the delivery, where somebody wants spans.</summary>
    public ActivityContext? Span => delivery.Span;

    protected override void Tell(CommitOutcome outcome) => delivery.Tell(place, outcome);
}
