namespace Signet.Ledger.Entries;

/// <summary>The checkpoint key was replaced.</summary>
public sealed record CheckpointKeyBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "checkpoint_key";

    /// <summary>The old verifier key.</summary>
    public required string From { get; init; }

    /// <summary>The new verifier key.</summary>
    public required string To { get; init; }

    /// <summary>The signature of the old key: 64 octets.</summary>
    public required ReadOnlyMemory<byte> Sig { get; init; }
}
