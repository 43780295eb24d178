namespace Signet.Messaging;

/// <summary>What "recorded" means when a commit event is acknowledged.</summary>
public enum AcknowledgementLevel
{
    /// <summary>The broker has stored the event.</summary>
    Broker,

    /// <summary>The event's segment is stored: its receipt can be proved at once.</summary>
    Chain,

    /// <summary>The event is in the gateway's own synchronised write-ahead file.</summary>
    Spool,
}
