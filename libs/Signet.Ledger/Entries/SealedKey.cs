namespace Signet.Ledger.Entries;

/// <summary>An epoch's first chain key, encrypted for the verifier (format 1, section 3).</summary>
public sealed record SealedKey
{
    /// <summary>The only algorithm: RSA-OAEP with SHA-256 and an empty label.</summary>
    public const string RsaOaepSha256 = "rsa-oaep-sha256";

    /// <summary>SHA-256 of the recipient's SubjectPublicKeyInfo.</summary>
    public required Digest Recipient { get; init; }

    /// <summary>The encrypted key.</summary>
    public required ReadOnlyMemory<byte> Ciphertext { get; init; }

    /// <summary>The checkpoint key's signature: 64 octets.</summary>
    public required ReadOnlyMemory<byte> Sig { get; init; }
}
