using Signet.Ledger.Entries;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>Entries that belong into one segment: the auditor's own, or such as it has checked.</summary>
internal class EntrySubmission(IReadOnlyList<EntryBody> bodies) : Submission
{
    // No entry that is written can have a greater number, nor a longer one.
    private const long GreatestSeq = (1L << 53) - 1;

    private readonly TaskCompletionSource<CommitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<CommitOutcome> Outcome => _outcome.Task;

    public IReadOnlyList<EntryBody> Bodies { get; } = bodies;

    /// <summary>Takes bodies from outside: whatever could not be written must not reach the single writer.</summary>
    /// <exception cref="ArgumentException">A body breaks a limit of the format.</exception>
    public static EntrySubmission FromOutside(IReadOnlyList<EntryBody> bodies)
    {
        foreach (var body in bodies)
        {
            EntryCodec.Write(new Entry(GreatestSeq, DateTimeOffset.UnixEpoch, body));
        }

        return new EntrySubmission(bodies);
    }

    protected override void Tell(CommitOutcome outcome) => _outcome.SetResult(outcome);
}
