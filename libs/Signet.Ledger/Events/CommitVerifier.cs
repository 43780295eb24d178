using NSec.Cryptography;
using Signet.Ledger.Merkle;

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

    /// <summary>True when the holder of <paramref name="publicKey"/> signed the event of this name and digest.</summary>
    internal static bool Verify(string logId, Guid id, Digest digest, EventSignature signature, ReadOnlySpan<byte> publicKey) => signature switch
    {
        { Alg: EventSignature.Ed25519 } =>
            Verify(CommitMessage.For(logId, id.ToString("D"), digest), signature.Sig.Span, publicKey),
        { Alg: EventSignature.Ed25519Tree, Index: { } index, Size: { } size } =>
            InclusionProof.RootFrom(BatchLeaf(digest), index, size, signature.Path) is { } root &&
            Verify(CommitMessage.For(logId, CommitMessage.BatchName, root), signature.Sig.Span, publicKey),
        _ => false,
    };

    /// <summary>A batch's leaves are the events' digests, so that a receipt, which carries a digest, verifies without the event.</summary>
    private static Digest BatchLeaf(Digest digest) => MerkleTree.HashLeaf(digest.ToArray());

    private static bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> publicKey) =>
        publicKey.Length == PublicKeyOctets &&
        PublicKey.TryImport(SignatureAlgorithm.Ed25519, publicKey, KeyBlobFormat.RawPublicKey, out var key) &&
        SignatureAlgorithm.Ed25519.Verify(key!, message, signature);
}
