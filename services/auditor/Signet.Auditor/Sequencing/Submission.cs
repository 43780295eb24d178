using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>Something that waits to be written. Completed once its fate is known, and not before it is stored.</summary>
internal abstract class Submission
{
    private int _completed;

    /// <summary>Tells the fate; does nothing when it was told before.</summary>
    public void Complete(CommitOutcome outcome)
    {
        if (Interlocked.Exchange(ref _completed, 1) == 0)
        {
            Tell(outcome);
        }
    }

    protected abstract void Tell(CommitOutcome outcome);
}
