using Signet.Ledger.Verification;

namespace Signet.Verifier.Reports;

/// <summary>What each kind of finding means, and what to do about it.</summary>
internal static class FindingAdvice
{
    private const string KeepAll = "Keep store, keys and this report as they are, and compare the segment with a backup or a replica.";
    private const string AskWriter = "Look for what the auditor did at that time: a second writer, a restored volume, or a changed configuration.";

    /// <summary>Why it is a finding, in one sentence.</summary>
    public static string Why(FindingKind kind) => kind switch
    {
        FindingKind.MalformedSegment => "The object is not a segment of this log and place: it was damaged, truncated or put there by somebody else.",
        FindingKind.MalformedEntry => "What stands there is not an entry of the format: it was damaged, or not written by the auditor.",
        FindingKind.NonCanonicalEntry => "The auditor writes one spelling of an entry only: this one was written again by something else.",
        FindingKind.SeqGap => "Entries are numbered without a gap: one was dropped, repeated or moved.",
        FindingKind.SignatureInvalid => "The gateway did not sign this event: it was changed, or made up.",
        FindingKind.MacMismatch => "The entry is not the one that was chained there: it, or its place, was changed by somebody without the chain key.",
        FindingKind.SealMismatch => "The seal does not fit the segment that it closes: one of them is from elsewhere.",
        FindingKind.RootMismatch => "The tree over the entries is not the one that the segment states: entries or footer were changed.",
        FindingKind.SegmentMacMismatch => "The segment as a whole is not the one that the holder of the chain key closed.",
        FindingKind.LinkMismatch => "The segment does not name the one before it: one of them was exchanged, or the log forks here.",
        FindingKind.SegmentMissing => "A segment is gone, and a later one is there: it was deleted, or the store lost it.",
        FindingKind.SegmentReplaced => "A slot is written once: somebody with write access put another version, or a delete marker, above it.",
        FindingKind.SegmentRewritten => "Somebody stored the same octets a second time, as a writer may after an answer that it never got.",
        FindingKind.RetentionShort => "The store would let the segment be deleted sooner than the log promises.",
        FindingKind.EpochRegression => "Epochs only grow: an older writer wrote, or a part of the log was restored from a copy.",
        FindingKind.KeyRetired => "A key that the log gave up was used after that: whoever has it writes, or wrote, the log.",
        FindingKind.UnknownKey => "Nobody vouches, at that place of the log, for the key that was used.",
        FindingKind.DuplicateEvent => "A gateway uses each number once: the event was stored twice, or two gateways share an epoch.",
        FindingKind.ProducerGap => "A gateway numbers its events without a gap: one never arrived, or was dropped on the way.",
        FindingKind.TimeContradicted => "The entry claims a time that an anchor, or the entry before it, rules out: it was back-dated, or a clock was wrong.",
        FindingKind.CheckpointInvalid => "The stored checkpoint is not signed by the log's key: somebody else wrote it.",
        FindingKind.CheckpointInconsistent => "The log once signed another tree than the one that is there: it was cut, rolled back or rewritten.",
        FindingKind.AnchorInvalid => "The time-stamp does not hold: it is of another tree or authority, or was changed.",
        FindingKind.AnchorLate => "Entries stood without a time-stamp for longer than the log promises.",
        FindingKind.AnchorQuorum => "Fewer authorities stamped a tree than the log promises.",
        FindingKind.PromiseBroken => "Somebody holds a signed receipt for what the log does not hold, or took up too late.",
        FindingKind.RolledBack => "This verifier saw a larger or another log before: the log was rolled back, restored or rewritten since.",
        FindingKind.EmptyLog => "There is no segment where a log is expected.",
        FindingKind.LogEnded => "The log was closed, and something was written after that.",
        _ => "It does not hold.",
    };

    /// <summary>What to do, in one sentence.</summary>
    public static string Remedy(FindingKind kind) => kind switch
    {
        FindingKind.SegmentReplaced =>
            "Look up in the store's access log who wrote it; the oldest version is the log's and stays readable by its version id.",
        FindingKind.SegmentRewritten => "Nothing, unless nobody can say which writer it was.",
        FindingKind.RetentionShort => "Extend the object's retention in COMPLIANCE mode, and find out who stored it without.",
        FindingKind.RolledBack or FindingKind.CheckpointInconsistent =>
            "Stop the auditor, keep everything, and look for the missing tail: backups, replicas, receipts, witnesses.",
        FindingKind.PromiseBroken => "Ask the gateway for its spool, and the broker for what it holds; keep the receipt, it is evidence.",
        FindingKind.ProducerGap => "Look for the gateway's spool and the broker's dead letters of that time.",
        FindingKind.AnchorLate or FindingKind.AnchorQuorum => "Look at the anchorer's log and at its authorities.",
        FindingKind.AnchorInvalid => "Compare the roots that are pinned here with those that the log names, then ask who wrote the anchor.",
        FindingKind.CheckpointInvalid => "Compare the key given with the one that the auditor uses; then let the auditor publish its checkpoint again.",
        FindingKind.UnknownKey or FindingKind.SignatureInvalid => "Find out which gateway it was, and whether somebody else holds its key.",
        FindingKind.EmptyLog => "Check the path or bucket and the log's name.",
        FindingKind.EpochRegression or FindingKind.KeyRetired or FindingKind.LogEnded or FindingKind.DuplicateEvent or FindingKind.TimeContradicted =>
            AskWriter,
        _ => KeepAll,
    };
}
