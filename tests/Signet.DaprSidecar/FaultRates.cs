namespace Signet.DaprSidecar;

/// <summary>How often things go wrong: probabilities from 0 to 1, but for the times and the window.</summary>
internal sealed record FaultRates
{
    /// <summary>A publish is refused, and nothing stored.</summary>
    public double PublishError { get; set; }

    /// <summary>A publish is stored, and answered with an error.</summary>
    public double PublishLostReply { get; set; }

    /// <summary>An entry of a bulk publish is not stored, and the whole call answered with an error.</summary>
    public double BulkPartial { get; set; }

    /// <summary>The most milliseconds that a publish takes longer.</summary>
    public int PublishDelay { get; set; }

    /// <summary>A message is delivered twice.</summary>
    public double Duplicate { get; set; }

    /// <summary>The most milliseconds that a delivery takes longer.</summary>
    public int Delay { get; set; }

    /// <summary>How many messages are mixed up.</summary>
    public int Reorder { get; set; }

    /// <summary>What was done is not acknowledged to the broker.</summary>
    public double DropAck { get; set; }

    /// <summary>The sidecar dies between a delivery and its acknowledgement.</summary>
    public double CrashAfterDeliver { get; set; }

    /// <summary>A consumer goes away with the messages that it has read.</summary>
    public double LoseConsumer { get; set; }
}
