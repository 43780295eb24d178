namespace Signet.Ledger.Entries;

/// <summary>A verifier's report.</summary>
public sealed record VerificationBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "verification";

    /// <summary>The last entry that it read.</summary>
    public required long ThroughSeq { get; init; }

    /// <summary>The tree head that it computed.</summary>
    public required Digest Root { get; init; }

    /// <summary>Its result; at most 32 characters.</summary>
    public required string Result { get; init; }

    /// <summary>How many findings it has.</summary>
    public required long Findings { get; init; }

    /// <summary>SHA-256 of the report.</summary>
    public required Digest ReportSha256 { get; init; }

    /// <summary>The verifier.</summary>
    public required string Verifier { get; init; }

    /// <summary>Its signature: 64 octets.</summary>
    public required ReadOnlyMemory<byte> Sig { get; init; }
}
