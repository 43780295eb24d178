namespace Signet.Ledger.Entries;

/// <summary>A producer's commit key was added or revoked.</summary>
public sealed record ProducerKeyBody : EntryBody
{
    /// <inheritdoc/>
    public override string Type => "producer_key";

    /// <summary>The key.</summary>
    public required string KeyId { get; init; }

    /// <summary>Its algorithm: <c>ed25519</c>, <c>ed25519-tree</c> or <c>hmac-sha256</c>.</summary>
    public required string Alg { get; init; }

    /// <summary>The public key, where there is one.</summary>
    public ReadOnlyMemory<byte>? PublicKey { get; init; }

    /// <summary>The only producer that it is valid for.</summary>
    public required string Producer { get; init; }

    /// <summary>True when it was revoked (wire: <c>revoked</c>, else <c>added</c>).</summary>
    public bool Revoked { get; init; }

    /// <summary>The last time at which it is valid.</summary>
    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>How it was authorised; at most 1,024 characters.</summary>
    public required string Evidence { get; init; }
}
