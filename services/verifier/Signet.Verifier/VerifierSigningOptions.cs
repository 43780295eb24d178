namespace Signet.Verifier;

/// <summary>The name and the key with which a verifier enters what it found in the log.</summary>
public sealed record VerifierSigningOptions
{
    /// <summary>The verifier's name: <c>[a-z0-9][a-z0-9.-]{0,127}</c>.</summary>
    public required string Verifier { get; init; }

    /// <summary>The key's name, of the same form.</summary>
    public required string KeyId { get; init; }

    /// <summary>The Ed25519 seed: 32 octets (RFC 8032).</summary>
    public required ReadOnlyMemory<byte> Seed { get; init; }
}
