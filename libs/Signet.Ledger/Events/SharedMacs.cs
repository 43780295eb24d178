using System.Security.Cryptography;

namespace Signet.Ledger.Events;

/// <summary>The MACs of shared secrets. Each secret is set up once for many messages and forgotten at the end. Not safe for concurrent use.</summary>
/// <param name="secrets">The secrets by the names of their keys.</param>
internal sealed class SharedMacs(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> secrets) : IDisposable
{
    private readonly Dictionary<string, IncrementalHash> _macs = [];

    /// <summary>True where the secret of this name is known.</summary>
    public bool Knows(string keyId) => secrets.ContainsKey(keyId);

    /// <summary>HMAC-SHA256 of a message under a secret that is known.</summary>
    public Digest Of(string keyId, ReadOnlySpan<byte> message)
    {
        if (!_macs.TryGetValue(keyId, out var hash))
        {
            _macs.Add(keyId, hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secrets[keyId].Span));
        }

        Span<byte> mac = stackalloc byte[Digest.Size];
        hash.AppendData(message);
        hash.GetHashAndReset(mac);
        return new Digest(mac);
    }

    /// <summary>Forgets the secrets.</summary>
    public void Dispose()
    {
        foreach (var hash in _macs.Values)
        {
            hash.Dispose();
        }

        _macs.Clear();
    }
}
