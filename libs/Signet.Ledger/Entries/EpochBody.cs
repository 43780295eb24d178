namespace Signet.Ledger.Entries;

/// <summary>A writer took over.</summary>
public sealed record EpochBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "epoch";

    /// <summary>The previous epoch + 1; 1 or more.</summary>
    public required long Epoch { get; init; }

    /// <summary>The writer.</summary>
    public required string Writer { get; init; }

    /// <summary>The chain key of the epoch.</summary>
    public required string KeyId { get; init; }

    /// <summary>The chain key, sealed for the verifier, where the writer drew it at random (format 1, section 3).</summary>
    public SealedKey? SealedKey { get; init; }
}
