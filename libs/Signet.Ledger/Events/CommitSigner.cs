using System.Security.Cryptography;
using NSec.Cryptography;
using Signet.Ledger.Merkle;
using HmacSha256 = Signet.Ledger.Hashing.HmacSha256;

namespace Signet.Ledger.Events;

/// <summary>
/// Signs the events of one producer with a key that never leaves the process (format 1, section 2). Its key id determines the
/// algorithm, so a signer has one. Safe for concurrent use.
/// </summary>
public sealed class CommitSigner : IDisposable
{
    /// <summary>The fewest octets of a shared secret.</summary>
    public const int MinSecretOctets = 32;

    private readonly Key? _key;
    private readonly byte[] _secret;
    private readonly string _logId;

    private CommitSigner(string logId, string keyId, string alg, Key? key, byte[] secret)
    {
        if (!LedgerText.IsIdentifier(logId) || !LedgerText.IsIdentifier(keyId))
        {
            throw new ArgumentException("A log id or key id isn't of the form [a-z0-9][a-z0-9.-]{0,127}.");
        }

        if (key is not null && alg is not (EventSignature.Ed25519 or EventSignature.Ed25519Tree))
        {
            throw new ArgumentException("Not an algorithm of Ed25519 keys.", nameof(alg));
        }

        (_logId, KeyId, Alg, _key, _secret) = (logId, keyId, alg, key, secret);
        PublicKey = key?.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>The name of the key.</summary>
    public string KeyId { get; }

    /// <summary>The algorithm, as <see cref="EventSignature.Alg"/> has it.</summary>
    public string Alg { get; }

    /// <summary>The public key: 32 octets (RFC 8032); none for a shared secret.</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Makes a signer with a new key.</summary>
    /// <param name="logId">The log that the events are for.</param>
    /// <param name="keyId">The key's name.</param>
    /// <param name="alg"><see cref="EventSignature.Ed25519"/> or <see cref="EventSignature.Ed25519Tree"/>.</param>
    /// <exception cref="ArgumentException">A name isn't an identifier, or the algorithm is another.</exception>
    public static CommitSigner Create(string logId, string keyId, string alg = EventSignature.Ed25519) =>
        new(logId, keyId, alg, Key.Create(SignatureAlgorithm.Ed25519), []);

    /// <summary>Makes a signer with the key of a 32-octet seed (RFC 8032).</summary>
    /// <param name="logId">The log that the events are for.</param>
    /// <param name="keyId">The key's name.</param>
    /// <param name="seed">32 octets.</param>
    /// <param name="alg"><see cref="EventSignature.Ed25519"/> or <see cref="EventSignature.Ed25519Tree"/>.</param>
    /// <exception cref="ArgumentException">A name isn't an identifier, or the algorithm is another.</exception>
    /// <exception cref="FormatException">The seed doesn't have 32 octets.</exception>
    public static CommitSigner FromSeed(string logId, string keyId, ReadOnlySpan<byte> seed, string alg = EventSignature.Ed25519) =>
        new(logId, keyId, alg, Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey), []);

    /// <summary>Makes a signer with a secret that is shared with whoever checks: they can forge what they check.</summary>
    /// <exception cref="ArgumentException">A name isn't an identifier, or the secret has fewer than <see cref="MinSecretOctets"/> octets.</exception>
    public static CommitSigner FromSharedSecret(string logId, string keyId, ReadOnlySpan<byte> secret) =>
        secret.Length < MinSecretOctets
            ? throw new ArgumentException("A shared secret has at least 32 octets.", nameof(secret))
            : new CommitSigner(logId, keyId, EventSignature.HmacSha256, null, secret.ToArray());

    /// <summary>Writes and signs an event.</summary>
    /// <exception cref="ArgumentException">The event breaks a limit of the format.</exception>
    public SignedEvent Sign(CommitEvent commitEvent) => SignBatch([new UnsignedEvent(commitEvent)])[0];

    /// <summary>
    /// Signs events of one producer in the order of their numbers; with <see cref="EventSignature.Ed25519Tree"/> all of them with one signature.
    /// </summary>
    /// <exception cref="ArgumentException">There are none, or more than <see cref="EventSignature.MaxBatch"/>.</exception>
    public SignedEvent[] SignBatch(IReadOnlyList<UnsignedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count is 0 or > EventSignature.MaxBatch)
        {
            throw new ArgumentException("A batch has 1 to 256 events.", nameof(events));
        }

        var signed = new SignedEvent[events.Count];
        Span<byte> message = stackalloc byte[CommitMessage.MaxOctets];
        if (Alg != EventSignature.Ed25519Tree)
        {
            for (var i = 0; i < signed.Length; i++)
            {
                var digest = Digest.Of(events[i].Octets.Span);
                var single = CommitMessage.ForEvent(message, _logId, events[i].Event.Id, digest);
                signed[i] = SignedEvent.Create(events[i], digest, new EventSignature { Alg = Alg, KeyId = KeyId, Sig = Sign(single) });
            }

            return signed;
        }

        var digests = new Digest[signed.Length];
        Span<Digest> leaves = stackalloc Digest[signed.Length];
        for (var i = 0; i < signed.Length; i++)
        {
            digests[i] = Digest.Of(events[i].Octets.Span);
            leaves[i] = CommitVerifier.BatchLeaf(digests[i]);
        }

        var tree = new MerkleBatch(leaves);
        var sig = Sign(CommitMessage.ForBatch(message, _logId, tree.Root));
        for (var i = 0; i < signed.Length; i++)
        {
            signed[i] = SignedEvent.Create(
                events[i], digests[i],
                new EventSignature { Alg = Alg, KeyId = KeyId, Sig = sig, Index = i, Size = signed.Length, Path = tree.Path(i) });
        }

        return signed;
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose()
    {
        _key?.Dispose();
        CryptographicOperations.ZeroMemory(_secret);
    }

    private byte[] Sign(ReadOnlySpan<byte> message) =>
        _key is null ? HmacSha256.Of(_secret, message).ToArray() : SignatureAlgorithm.Ed25519.Sign(_key, message);
}
