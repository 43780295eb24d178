using NSec.Cryptography;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Ledger.Verification;

/// <summary>The commit keys that a log has enrolled so far. A key is valid for one producer, from its entry on.</summary>
public sealed class ProducerRegistry
{
    private readonly Dictionary<(string Producer, string KeyId), EnrolledKey> _keys = [];

    /// <summary>The enrolled keys that aren't revoked.</summary>
    public IReadOnlyCollection<ProducerKeyBody> Keys => [.. _keys.Values.Select(key => key.Body)];

    /// <summary>Takes note of a <c>producer_key</c> entry.</summary>
    public void Apply(ProducerKeyBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (body.Revoked)
        {
            _keys.Remove((body.Producer, body.KeyId));
        }
        else
        {
            var publicKey = body.PublicKey is { } octets ? CommitVerifier.Import(octets.Span) : null;
            _keys[(body.Producer, body.KeyId)] = new EnrolledKey(body, publicKey);
        }
    }

    /// <summary>The public key with which an event's producer may sign at a time, or null when nobody vouches for it.</summary>
    public ReadOnlyMemory<byte>? Find(SignedEvent signedEvent, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        return Find(signedEvent.Event.Producer.Id, signedEvent.Signature.KeyId, signedEvent.Signature.Alg, at)?.Body.PublicKey;
    }

    /// <summary>The key with which a producer may sign at a time, or null when nobody vouches for it.</summary>
    internal EnrolledKey? Find(string producer, string keyId, string alg, DateTimeOffset at) =>
        _keys.TryGetValue((producer, keyId), out var key) && key.Body.Alg == alg && !(key.Body.NotAfter < at) ? key : null;

    /// <summary>The Ed25519 keys with which a name may sign at a time: a verifier's reports don't say which.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> KeysOf(string producer, DateTimeOffset at) =>
        _keys.Where(item => item.Key.Producer == producer && item.Value.Body.Alg == EventSignature.Ed25519 && !(item.Value.Body.NotAfter < at))
            .Select(item => item.Value.Body.PublicKey!.Value);

    /// <param name="Body">The entry that enrolled it.</param>
    /// <param name="PublicKey">The key to check with; null for a shared secret, and for octets that are no key.</param>
    internal sealed record EnrolledKey(ProducerKeyBody Body, PublicKey? PublicKey);
}
