using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>Something that waits to be written. Completed once its fate is known, and not before it is stored.</summary>
internal abstract class Submission
{
    private readonly TaskCompletionSource<CommitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<CommitOutcome> Outcome => _outcome.Task;

    public virtual void Complete(CommitOutcome outcome) => _outcome.TrySetResult(outcome);
}
