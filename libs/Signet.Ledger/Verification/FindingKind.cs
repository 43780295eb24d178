namespace Signet.Ledger.Verification;

/// <summary>What verification finds (format 1, section 9). In the order of precedence at one place.</summary>
public enum FindingKind
{
    /// <summary>A segment object isn't of the format.</summary>
    MalformedSegment,

    /// <summary>An entry isn't of the format.</summary>
    MalformedEntry,

    /// <summary>An entry is written otherwise than the format has it.</summary>
    NonCanonicalEntry,

    /// <summary>A number is missing, repeated or out of order.</summary>
    SeqGap,

    /// <summary>A producer's signature doesn't verify.</summary>
    SignatureInvalid,

    /// <summary>An entry's MAC isn't the one that key and entry give.</summary>
    MacMismatch,

    /// <summary>A seal contradicts its segment.</summary>
    SealMismatch,

    /// <summary>A tree head isn't the one that the entries give.</summary>
    RootMismatch,

    /// <summary>A segment's MAC isn't the one that key and segment give.</summary>
    SegmentMacMismatch,

    /// <summary>A segment doesn't continue the one before it.</summary>
    LinkMismatch,

    /// <summary>A segment isn't there though a later one is.</summary>
    SegmentMissing,

    /// <summary>A slot holds another version of its segment, or a delete marker.</summary>
    SegmentReplaced,

    /// <summary>A slot holds a further version of its segment with the same octets: harmless, and to be known.</summary>
    SegmentRewritten,

    /// <summary>A segment is protected for a shorter time than the log promises.</summary>
    RetentionShort,

    /// <summary>An epoch is smaller than the one before, or begins otherwise than with its entry.</summary>
    EpochRegression,

    /// <summary>A retired chain key was used.</summary>
    KeyRetired,

    /// <summary>A key that nobody vouches for was used.</summary>
    UnknownKey,

    /// <summary>A producer's number stands twice in the log.</summary>
    DuplicateEvent,

    /// <summary>A producer's number is missing.</summary>
    ProducerGap,

    /// <summary>A time contradicts an anchor or the time before it.</summary>
    TimeContradicted,

    /// <summary>A checkpoint isn't signed by the log's key.</summary>
    CheckpointInvalid,

    /// <summary>A checkpoint contradicts the log.</summary>
    CheckpointInconsistent,

    /// <summary>An anchor doesn't hold.</summary>
    AnchorInvalid,

    /// <summary>An entry stood unanchored for longer than the log promises.</summary>
    AnchorLate,

    /// <summary>Fewer authorities stamped than the log promises.</summary>
    AnchorQuorum,

    /// <summary>An event that a receipt promised isn't in the log.</summary>
    PromiseBroken,

    /// <summary>The log is smaller than, or contradicts, what the verifier saw before.</summary>
    RolledBack,

    /// <summary>There is no log where one was expected.</summary>
    EmptyLog,

    /// <summary>Something stands behind the log's end.</summary>
    LogEnded,
}
