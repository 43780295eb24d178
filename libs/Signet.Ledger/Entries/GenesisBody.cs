namespace Signet.Ledger.Entries;

/// <summary>The first entry of a log: what it is and what it promises.</summary>
public sealed record GenesisBody : EntryBody
{
    internal const string Format = "signet-log/1";

    /// <inheritdoc/>
    public override string Type => "genesis";

    /// <summary>The log.</summary>
    public required string LogId { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The first chain key.</summary>
    public required string KeyId { get; init; }

    /// <summary>The first checkpoint key, as a signed-note verifier key.</summary>
    public required string CheckpointVkey { get; init; }

    /// <summary>How slots are filled: <c>conditional</c> or <c>claim</c>.</summary>
    public required string SlotMode { get; init; }

    /// <summary>Where segments stand: <c>s3</c> or <c>directory</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>What the log promises, and may later promise otherwise.</summary>
    public required LedgerSettings Settings { get; init; }

    /// <summary>The log that this one continues.</summary>
    public PreviousLog? Previous { get; init; }
}
