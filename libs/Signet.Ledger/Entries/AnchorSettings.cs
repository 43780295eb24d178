namespace Signet.Ledger.Entries;

/// <summary>What a log promises about anchors (format 1, section 8).</summary>
public sealed record AnchorSettings
{
    /// <summary>How many authorities must stamp a tree size for it to count as anchored; 0 where none is configured.</summary>
    public required long Required { get; init; }

    /// <summary>The authorities and the digests of their pinned roots.</summary>
    public required IReadOnlyList<AnchorAuthority> Tsas { get; init; }

    /// <summary>The longest time, in seconds, that an entry other than seal, anchor, verification and heartbeat may stand unanchored.</summary>
    public required long MaxLagSeconds { get; init; }

    /// <summary>How often, in seconds, an idle log is anchored. The default is 86,400.</summary>
    public required long IdleSeconds { get; init; }
}
