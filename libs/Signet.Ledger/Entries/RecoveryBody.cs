namespace Signet.Ledger.Entries;

/// <summary>A writer found something that it had to set aside.</summary>
public sealed record RecoveryBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "recovery";

    /// <summary>What it was; at most 256 characters.</summary>
    public required string What { get; init; }

    /// <summary>SHA-256 of what was set aside.</summary>
    public required Digest Sha256 { get; init; }
}
