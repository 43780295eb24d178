namespace Signet.Ledger.Entries;

/// <summary>The members of <c>genesis</c> that a <c>settings</c> entry may change.</summary>
public sealed record LedgerSettings
{
    /// <summary>Days that the store keeps an object from change and deletion; 0 where it can't. Only ever raised.</summary>
    public required long RetainDays { get; init; }

    /// <summary>Seconds after which a missing event is a gap.</summary>
    public required long GapAfterSeconds { get; init; }

    /// <summary>Seconds within which a promised event must stand in the log.</summary>
    public required long MaxMergeDelaySeconds { get; init; }

    /// <summary>Days for which a finished producer epoch is remembered.</summary>
    public required long DedupeDays { get; init; }

    /// <summary>What the log promises about anchors.</summary>
    public required AnchorSettings Anchors { get; init; }
}
