using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Ledger.Verification;

/// <summary>The commit keys that a log has enrolled so far. A key is valid for one producer, from its entry on.</summary>
public sealed class ProducerRegistry
{
    private readonly Dictionary<(string Producer, string KeyId), ProducerKeyBody> _keys = [];

    /// <summary>The enrolled keys that aren't revoked.</summary>
    public IReadOnlyCollection<ProducerKeyBody> Keys => _keys.Values;

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
            _keys[(body.Producer, body.KeyId)] = body;
        }
    }

    /// <summary>The public key with which an event's producer may sign at a time, or null when nobody vouches for it.</summary>
    public ReadOnlyMemory<byte>? Find(SignedEvent signedEvent, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(signedEvent);
        return Find(signedEvent.Event.Producer.Id, signedEvent.Signature.KeyId, signedEvent.Signature.Alg, at)?.PublicKey;
    }

    /// <summary>The key with which a producer may sign at a time, or null when nobody vouches for it.</summary>
    internal ProducerKeyBody? Find(string producer, string keyId, string alg, DateTimeOffset at) =>
        _keys.TryGetValue((producer, keyId), out var key) && key.Alg == alg && !(key.NotAfter < at) ? key : null;
}
