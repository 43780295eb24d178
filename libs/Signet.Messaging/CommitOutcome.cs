namespace Signet.Messaging;

/// <summary>What became of one commit event.</summary>
public enum CommitOutcome
{
    /// <summary>It is recorded at the transport's <see cref="AcknowledgementLevel"/>. A repetition of a recorded event counts as recorded.</summary>
    Recorded,

    /// <summary>It can never be recorded as an event; the log says that something arrived. Sending it again is pointless.</summary>
    Quarantined,

    /// <summary>It could not be recorded now, or it is not known whether it was. The producer MUST send the same octets again.</summary>
    Retry,
}
