namespace Signet.Ledger.State;

/// <summary>
/// What is remembered of one epoch of one producer: which numbers are in the log, and what the latest of them were. Not safe for
/// concurrent use.
/// </summary>
public sealed class ProducerEpoch
{
    /// <summary>Events whose digests are kept while the epoch is open (format 1, section 5).</summary>
    public const int DigestsKept = 4_096;

    /// <summary>Events whose digests are kept once it is closed and complete: answers to the last of them may have been lost.</summary>
    public const int DigestsKeptOfFinished = 256;

    internal ProducerEpoch(Guid epoch) => Epoch = epoch;

    /// <summary>The producer's name for it.</summary>
    public Guid Epoch { get; }

    /// <summary>The numbers that are in the log.</summary>
    public EpochProgress Progress { get; internal init; } = new();

    /// <summary>The time of the latest entry that holds one of its events.</summary>
    public DateTimeOffset LastHeard { get; internal set; }

    /// <summary>True once the producer has said that nothing follows.</summary>
    public bool Closed { get; internal set; }

    /// <summary>Since when the first hole that no gap covers has been there; null without one.</summary>
    public DateTimeOffset? HoleSince { get; internal set; }

    /// <summary>The greatest number that a gap covers; -1 before the first.</summary>
    public long ReportedThrough { get; internal set; } = -1;

    /// <summary>True when a gap says that the epoch was never closed, and nothing was heard of it since.</summary>
    public bool SilenceReported { get; internal set; }

    /// <summary>True when it was closed and nothing of it is missing.</summary>
    public bool IsFinished => Closed && Progress.Above.Count == 0;

    /// <summary>The digests of its latest events, by their numbers, ascending.</summary>
    internal RecentDigests Digests { get; } = new();

    /// <summary>The first missing numbers that no gap covers; null when none are missing.</summary>
    public (long From, long Through)? NextHole()
    {
        var from = Progress.Next;
        foreach (var seq in Progress.Above)
        {
            if (seq > from && seq - 1 > ReportedThrough)
            {
                return (from, seq - 1);
            }

            from = seq + 1;
        }

        return null;
    }

    /// <summary>True for the same octets, false for others; null when it isn't remembered any more.</summary>
    public bool? IsRepetition(long seq, Digest digest) => Digests.Find(seq) is { } known ? known == digest : null;

    /// <summary>Takes note of an event that is new to it.</summary>
    internal void Take(long seq, Digest digest, DateTimeOffset at, bool closes)
    {
        var next = Progress.Next;
        Progress.Add(seq);
        Remember(seq, digest);
        (LastHeard, Closed, SilenceReported) = (at, Closed || closes, false);
        if (Progress.Above.Count == 0)
        {
            HoleSince = null;
        }
        else if (Progress.Next != next || HoleSince is null)
        {
            HoleSince = at;
        }
    }

    /// <summary>Takes note of a gap entry.</summary>
    internal void Report(long? through, DateTimeOffset at)
    {
        if (through is not { } covered)
        {
            SilenceReported = true;
            return;
        }

        ReportedThrough = Math.Max(ReportedThrough, covered);
        HoleSince = NextHole() is null ? null : at;
    }

    internal void Remember(long seq, Digest digest)
    {
        Digests.Set(seq, digest);
        Forget(DigestsKept);
    }

    internal void Forget(int keep) => Digests.Forget(keep);
}
