using System.Diagnostics;
using Signet.Hosting.Telemetry;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>What arrived together and is answered together, once the fate of each is known: one wait for all of it.</summary>
internal sealed class Delivery(int count)
{
    private readonly CommitOutcome[] _outcomes = new CommitOutcome[count];
    private readonly TaskCompletionSource<IReadOnlyList<CommitOutcome>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _open = count;

    /// <summary>The span that waits for it, where somebody wants spans.</summary>
    public ActivityContext? Span { get; } = SignetTracing.Current;

    /// <summary>One outcome for each, in the order of their places.</summary>
    public Task<IReadOnlyList<CommitOutcome>> Answer => _answer.Task;

    /// <summary>Takes the outcome of a place; each is told once.</summary>
    public void Tell(int place, CommitOutcome outcome)
    {
        _outcomes[place] = outcome;
        if (Interlocked.Decrement(ref _open) == 0)
        {
            _answer.SetResult(_outcomes);
        }
    }
}
