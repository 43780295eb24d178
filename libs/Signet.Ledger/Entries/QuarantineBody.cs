namespace Signet.Ledger.Entries;

/// <summary>Something arrived that can't be an event.</summary>
public sealed record QuarantineBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "quarantine";

    /// <summary>SHA-256 of its octets; of the digests, where it stands for several.</summary>
    public required Digest Sha256 { get; init; }

    /// <summary>Its octets, in sum where it stands for several.</summary>
    public required long Bytes { get; init; }

    /// <summary>How many it stands for; 1 or more.</summary>
    public required long Count { get; init; }

    /// <summary>What is wrong with it.</summary>
    public required QuarantineReason Why { get; init; }

    /// <summary>The producer that it claims to be from; not believed.</summary>
    public string? ClaimedProducer { get; init; }
}
