using Signet.Ledger.Entries;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>The entry that stands for several quarantined submissions, none of which is answered before it is stored.</summary>
internal sealed class HeldSubmission(QuarantineBody body, IReadOnlyList<Submission> standsFor) : EntrySubmission([body])
{
    protected override void Tell(CommitOutcome outcome)
    {
        base.Tell(outcome);
        foreach (var submission in standsFor)
        {
            submission.Complete(outcome == CommitOutcome.Recorded ? CommitOutcome.Quarantined : CommitOutcome.Retry);
        }
    }
}
