namespace Signet.Ledger.Events;

/// <summary>What one check saw of a request or an answer. A check that didn't run has no item, or one without a decision.</summary>
public sealed record EventCoverage
{
    /// <summary>The check; at most 64 characters.</summary>
    public required string Check { get; init; }

    /// <summary>What it said; null when it didn't run.</summary>
    public EventDecision? Decision { get; init; }

    /// <summary>Content items that it looked at.</summary>
    public long Seen { get; init; }

    /// <summary>Content items that its settings leave out.</summary>
    public long Skipped { get; init; }

    /// <summary>Content items that it could not read.</summary>
    public long Unread { get; init; }
}
