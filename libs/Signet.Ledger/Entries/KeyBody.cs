namespace Signet.Ledger.Entries;

/// <summary>The chain key was replaced; the next segment opens an epoch under the new one.</summary>
public sealed record KeyBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "key";

    /// <summary>The retired key.</summary>
    public required string From { get; init; }

    /// <summary>The new key.</summary>
    public required string To { get; init; }

    /// <summary>Why; at most 256 characters.</summary>
    public required string Reason { get; init; }
}
