namespace Signet.Ledger.Entries;

/// <summary>Events that never arrived.</summary>
public sealed record GapBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "gap";

    /// <summary>The producer.</summary>
    public required string Producer { get; init; }

    /// <summary>Its epoch.</summary>
    public required Guid Epoch { get; init; }

    /// <summary>The first missing number.</summary>
    public required long From { get; init; }

    /// <summary>The last missing number, where it is known.</summary>
    public long? Through { get; init; }

    /// <summary>True when the epoch was never closed (wire: <c>not_closed</c>, else <c>missing</c>).</summary>
    public bool NotClosed { get; init; }
}
