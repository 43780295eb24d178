namespace Signet.Ledger.Entries;

/// <summary>The last entry of each segment.</summary>
public sealed record SealBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "seal";

    /// <summary>The segment; 0 or more.</summary>
    public required long Segment { get; init; }

    /// <summary>Its epoch.</summary>
    public required long Epoch { get; init; }

    /// <summary>The MAC of the entry before.</summary>
    public required Digest HeadMac { get; init; }

    /// <summary>SHA-256 of the whole previous segment object; zeros for segment 0.</summary>
    public required Digest PrevSegment { get; init; }

    /// <summary>SHA-256 of the state object of this segment, where there is one.</summary>
    public Digest? StateSha256 { get; init; }
}
