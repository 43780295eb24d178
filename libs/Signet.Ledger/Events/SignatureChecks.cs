using System.Buffers.Text;
using NSec.Cryptography;
using Signet.Ledger.Merkle;

namespace Signet.Ledger.Events;

/// <summary>
/// Checks the signatures of many events of one log, as they stand in the octets read. The signature of a batch is checked once and then
/// known by its head; what is known is bounded, and only what verified is. Safe for concurrent use.
/// </summary>
public sealed class SignatureChecks(string logId)
{
    // Batches of a producer stand close together, so the last few are enough.
    private const int Slots = 512;
    private const int MaxPath = 8;

    private readonly Batch?[] _verified = new Batch?[Slots];

    /// <summary>True when the holder of <paramref name="publicKey"/> signed the event.</summary>
    /// <param name="signedEvent">The event.</param>
    /// <param name="publicKey">The key: 32 octets (RFC 8032).</param>
    public bool Check(SignedEvent signedEvent, ReadOnlySpan<byte> publicKey)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        return signedEvent.Signature is { Alg: EventSignature.Ed25519Tree, Index: { } index, Size: { } size } signature
            ? CheckBatch(
                InclusionProof.RootFrom(CommitVerifier.BatchLeaf(signedEvent.Digest), index, size, signature.Path),
                signature.Sig.Span, CommitVerifier.Import(publicKey))
            : CommitVerifier.Verify(logId, signedEvent, publicKey);
    }

    /// <summary>True when the holder of <paramref name="publicKey"/> signed the commit.</summary>
    /// <param name="commit">The commit.</param>
    /// <param name="source">The octets that it was read from.</param>
    /// <param name="publicKey">The key.</param>
    internal bool Check(in CommitFacts commit, ReadOnlySpan<byte> source, PublicKey? publicKey)
    {
        var signature = commit.Signature;
        var digest = Digest.Of(source.Slice(commit.Start, commit.Length));
        Span<byte> message = stackalloc byte[CommitMessage.MaxOctets];
        Span<byte> sig = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(signature.SigLength)];
        Base64.DecodeFromUtf8(source.Slice(signature.Sig, signature.SigLength), sig, out _, out var sigLength);
        if (signature.Alg == EventSignature.Ed25519)
        {
            return CommitVerifier.Check(CommitMessage.ForEvent(message, logId, commit.Event.Id, digest), sig[..sigLength], publicKey);
        }

        Span<Digest> path = stackalloc Digest[MaxPath];
        path = path[..signature.PathLength];
        signature.CopyPath(source, path);
        return CheckBatch(
            InclusionProof.RootFrom(CommitVerifier.BatchLeaf(digest), signature.Index, signature.Size, path), sig[..sigLength], publicKey);
    }

    /// <summary>True when the commit carries its MAC under <paramref name="secret"/>.</summary>
    internal bool CheckShared(in CommitFacts commit, ReadOnlySpan<byte> source, ReadOnlySpan<byte> secret)
    {
        Span<byte> message = stackalloc byte[CommitMessage.MaxOctets];
        Span<byte> mac = stackalloc byte[Base64.GetMaxDecodedFromUtf8Length(commit.Signature.SigLength)];
        Base64.DecodeFromUtf8(source.Slice(commit.Signature.Sig, commit.Signature.SigLength), mac, out _, out var length);
        var digest = Digest.Of(source.Slice(commit.Start, commit.Length));
        return CommitVerifier.CheckMac(CommitMessage.ForEvent(message, logId, commit.Event.Id, digest), mac[..length], secret);
    }

    private bool CheckBatch(Digest? head, ReadOnlySpan<byte> sig, PublicKey? publicKey)
    {
        if (head is not { } root)
        {
            return false;
        }

        var batch = new Batch(publicKey, root, Digest.Of(sig));
        ref var slot = ref _verified[(uint)root.GetHashCode() % Slots];
        if (Volatile.Read(ref slot) == batch)
        {
            return true;
        }

        Span<byte> message = stackalloc byte[CommitMessage.MaxOctets];
        var holds = CommitVerifier.Check(CommitMessage.ForBatch(message, logId, root), sig, publicKey);
        if (holds)
        {
            Volatile.Write(ref slot, batch);
        }

        return holds;
    }

    private sealed record Batch(PublicKey? Key, Digest Root, Digest Sig);
}
