using NSec.Cryptography;

namespace Signet.Ledger.Events;

/// <summary>Signs the events of one producer with an Ed25519 key that never leaves the process. Safe for concurrent use.</summary>
public sealed class CommitSigner : IDisposable
{
    private readonly Key _key;
    private readonly string _logId;

    private CommitSigner(string logId, string keyId, Key key)
    {
        if (!LedgerText.IsIdentifier(logId) || !LedgerText.IsIdentifier(keyId))
        {
            throw new ArgumentException("A log id or key id isn't of the form [a-z0-9][a-z0-9.-]{0,127}.");
        }

        (_logId, KeyId, _key) = (logId, keyId, key);
        PublicKey = key.PublicKey.Export(KeyBlobFormat.RawPublicKey);
    }

    /// <summary>The name of the key.</summary>
    public string KeyId { get; }

    /// <summary>The public key: 32 octets (RFC 8032).</summary>
    public ReadOnlyMemory<byte> PublicKey { get; }

    /// <summary>Makes a signer with a new key.</summary>
    /// <exception cref="ArgumentException">A name isn't an identifier.</exception>
    public static CommitSigner Create(string logId, string keyId) => new(logId, keyId, Key.Create(SignatureAlgorithm.Ed25519));

    /// <summary>Makes a signer with the key of a 32-octet seed (RFC 8032).</summary>
    /// <exception cref="ArgumentException">A name isn't an identifier.</exception>
    /// <exception cref="FormatException">The seed doesn't have 32 octets.</exception>
    public static CommitSigner FromSeed(string logId, string keyId, ReadOnlySpan<byte> seed) =>
        new(logId, keyId, Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey));

    /// <summary>Writes and signs an event.</summary>
    /// <exception cref="ArgumentException">The event breaks a limit of the format.</exception>
    public SignedEvent Sign(CommitEvent commitEvent)
    {
        ArgumentNullException.ThrowIfNull(commitEvent);
        var octets = EventCodec.Write(commitEvent);
        var message = CommitMessage.For(_logId, commitEvent.Id.ToString("D"), Digest.Of(octets));
        var signature = new EventSignature
        {
            Alg = EventSignature.Ed25519,
            KeyId = KeyId,
            Sig = SignatureAlgorithm.Ed25519.Sign(_key, message),
        };
        return SignedEvent.Create(commitEvent, octets, signature);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();
}
