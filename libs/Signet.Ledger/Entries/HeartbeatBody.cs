namespace Signet.Ledger.Entries;

/// <summary>Nothing happened for a while.</summary>
public sealed record HeartbeatBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "heartbeat";

    /// <summary>For how many seconds; 60 or more.</summary>
    public required long IntervalSeconds { get; init; }
}
