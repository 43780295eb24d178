using NSec.Cryptography;
using Signet.Ledger.Merkle;
using HmacSha256 = Signet.Ledger.Hashing.HmacSha256;

namespace Signet.Ledger.Events;

/// <summary>Checks producers' signatures (format 1, section 2).</summary>
public static class CommitVerifier
{
    /// <summary>The number of octets of an Ed25519 public key.</summary>
    public const int PublicKeyOctets = 32;

    /// <summary>True when the holder of <paramref name="publicKey"/> signed <paramref name="signedEvent"/> for the log.</summary>
    public static bool Verify(string logId, SignedEvent signedEvent, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        return Verify(logId, signedEvent.Event.Id, signedEvent.Digest, signedEvent.Signature, publicKey);
    }

    /// <summary>True when somebody who knows <paramref name="secret"/>, who may be the checker, made the MAC over <paramref name="signedEvent"/>.</summary>
    public static bool VerifyShared(string logId, SignedEvent signedEvent, ReadOnlySpan<byte> secret)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        Span<byte> message = stackalloc byte[CommitMessage.MaxOctets];
        return signedEvent.Signature.Alg == EventSignature.HmacSha256 && secret.Length >= CommitSigner.MinSecretOctets &&
            CheckMac(CommitMessage.ForEvent(message, logId, signedEvent.Event.Id, signedEvent.Digest), signedEvent.Signature.Sig.Span, secret);
    }

    /// <summary>True when the holder of <paramref name="publicKey"/> signed the event of this name and digest.</summary>
    internal static bool Verify(string logId, Guid id, Digest digest, EventSignature signature, ReadOnlySpan<byte> publicKey)
    {
        Span<byte> message = stackalloc byte[CommitMessage.MaxOctets];
        return signature switch
        {
            { Alg: EventSignature.Ed25519 } => Check(CommitMessage.ForEvent(message, logId, id, digest), signature.Sig.Span, Import(publicKey)),
            { Alg: EventSignature.Ed25519Tree, Index: { } index, Size: { } size } =>
                InclusionProof.RootFrom(BatchLeaf(digest), index, size, signature.Path) is { } root &&
                Check(CommitMessage.ForBatch(message, logId, root), signature.Sig.Span, Import(publicKey)),
            _ => false,
        };
    }

    /// <summary>The key to check with, or null for octets that are none.</summary>
    internal static PublicKey? Import(ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeyOctets &&
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key)
            ? key
            : null;

    internal static bool Check(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, PublicKey? publicKey) =>
        publicKey is not null && SignatureAlgorithm.Ed25519.Verify(publicKey, message, signature);

    internal static bool CheckMac(ReadOnlySpan<byte> message, ReadOnlySpan<byte> mac, ReadOnlySpan<byte> secret) =>
        mac.Length == Digest.Size && HmacSha256.Of(secret, message) == new Digest(mac);

    /// <summary>A batch's leaves are the events' digests, so that a receipt, which carries a digest, verifies without the event.</summary>
    internal static Digest BatchLeaf(Digest digest)
    {
        Span<byte> entry = stackalloc byte[Digest.Size];
        digest.CopyTo(entry);
        return MerkleTree.HashLeaf(entry);
    }
}
