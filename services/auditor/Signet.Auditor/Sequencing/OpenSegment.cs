using Signet.Ledger.Segments;
using Signet.Messaging;

namespace Signet.Auditor.Sequencing;

/// <summary>A segment that is being built, and whoever is told once it is stored. Owned by the sequencer.</summary>
internal sealed class OpenSegment(SegmentBuilder builder, SegmentBuffer buffer, List<(Submission Submission, CommitOutcome Outcome)> decided, DateTimeOffset since)
{
    public SegmentBuilder Builder { get; } = builder;

    public SegmentBuffer Buffer { get; } = buffer;

    public List<(Submission Submission, CommitOutcome Outcome)> Decided { get; } = decided;

    /// <summary>When it was begun.</summary>
    public DateTimeOffset Since { get; } = since;

    public bool IsEmpty => Builder.Count == 0 && Decided.Count == 0;

    /// <summary>Nothing of it is stored.</summary>
    public void Abandon() => Tell(Decided, stored: false);

    public static void Tell(List<(Submission Submission, CommitOutcome Outcome)> decided, bool stored)
    {
        foreach (var (submission, outcome) in decided)
        {
            submission.Complete(stored ? outcome : CommitOutcome.Retry);
        }
    }
}
