using Signet.Ledger;
using Signet.Ledger.Chain;
using Signet.Ledger.Checkpoints;

namespace Signet.Auditor.Keys;

/// <summary>The keys of a log, and the keys of producers that are to be revoked, as the settings name them at one moment. Immutable.</summary>
public sealed class AuditorKeys
{
    /// <summary>How many producers' keys may be named at once: they are revoked in one segment.</summary>
    public const int MaxRevoked = 256;

    /// <summary>The name of the chain key.</summary>
    public required string ChainKeyId { get; init; }

    /// <summary>The root secret of the chain key: 32 octets or more.</summary>
    public required ReadOnlyMemory<byte> ChainRootSecret { get; init; }

    /// <summary>The seed of the checkpoint key: 32 octets.</summary>
    public required ReadOnlyMemory<byte> CheckpointSeed { get; init; }

    /// <summary>Chain keys that the log may still be under, by name.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> PreviousChainKeys { get; init; } = new Dictionary<string, ReadOnlyMemory<byte>>();

    /// <summary>Seeds of checkpoint keys that the log may still name.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> PreviousCheckpointSeeds { get; init; } = [];

    /// <summary>Keys of producers that are to be revoked: <see cref="MaxRevoked"/> at most.</summary>
    public IReadOnlyList<(string Producer, string KeyId)> RevokedProducerKeys { get; init; } = [];

    /// <summary>The seeds of the checkpoint key and of those before it.</summary>
    internal IEnumerable<ReadOnlyMemory<byte>> CheckpointSeeds => PreviousCheckpointSeeds.Prepend(CheckpointSeed);

    /// <summary>The checkpoint key, as a signed-note verifier key.</summary>
    internal string CheckpointVkeyOf(string logId)
    {
        using var signer = new CheckpointSigner(logId, CheckpointSeed.Span);
        return signer.VerifierKey.ToString();
    }

    /// <summary>The root secret under a name, or null.</summary>
    internal ReadOnlyMemory<byte>? ChainSecretOf(string keyId)
    {
        if (keyId == ChainKeyId)
        {
            return ChainRootSecret;
        }

        // A bare null would be an array here, and so a secret without octets.
        return PreviousChainKeys.TryGetValue(keyId, out var secret) ? secret : default(ReadOnlyMemory<byte>?);
    }

    /// <summary>True for a producer's key that is to be revoked, whether the log knows it or not.</summary>
    internal bool Revokes(string producer, string keyId) => RevokedProducerKeys.Contains((producer, keyId));

    /// <summary>True when nothing has changed.</summary>
    internal bool IsSameAs(AuditorKeys other) =>
        ChainKeyId == other.ChainKeyId && IsSame(ChainRootSecret, other.ChainRootSecret) && IsSame(CheckpointSeed, other.CheckpointSeed) &&
        PreviousChainKeys.Count == other.PreviousChainKeys.Count &&
        PreviousChainKeys.All(key => other.PreviousChainKeys.TryGetValue(key.Key, out var secret) && IsSame(key.Value, secret)) &&
        PreviousCheckpointSeeds.Count == other.PreviousCheckpointSeeds.Count &&
        PreviousCheckpointSeeds.Zip(other.PreviousCheckpointSeeds).All(pair => IsSame(pair.First, pair.Second)) &&
        RevokedProducerKeys.SequenceEqual(other.RevokedProducerKeys);

    /// <summary>The name of a chain key that both have, with different secrets; null where there is none.</summary>
    internal string? ContradictionTo(AuditorKeys other) => PreviousChainKeys.Keys.Prepend(ChainKeyId)
        .FirstOrDefault(keyId => other.ChainSecretOf(keyId) is { } secret && !IsSame(secret, ChainSecretOf(keyId)!.Value));

    /// <exception cref="ArgumentException">A key has another form.</exception>
    internal void Validate()
    {
        if (!LedgerText.IsIdentifier(ChainKeyId))
        {
            throw new ArgumentException("A chain key's id isn't of the form [a-z0-9][a-z0-9.-]{0,127}.");
        }

        if (ChainRootSecret.Length < ChainKey.MinRootOctets || CheckpointSeed.Length != CheckpointSigner.SeedOctets)
        {
            throw new ArgumentException("The chain root secret has 32 octets or more, the checkpoint seed has 32.");
        }

        if (PreviousChainKeys.Any(key => !LedgerText.IsIdentifier(key.Key) || key.Value.Length < ChainKey.MinRootOctets) ||
            PreviousChainKeys.ContainsKey(ChainKeyId) || PreviousCheckpointSeeds.Any(seed => seed.Length != CheckpointSigner.SeedOctets))
        {
            throw new ArgumentException("A previous key has another name and the length of a key.");
        }

        if (RevokedProducerKeys.Count > MaxRevoked)
        {
            throw new ArgumentException("At most 256 keys of producers are named to be revoked. Those that the log has revoked needn't be named any more.");
        }
    }

    private static bool IsSame(ReadOnlyMemory<byte> one, ReadOnlyMemory<byte> other) =>
        System.Security.Cryptography.CryptographicOperations.FixedTimeEquals(one.Span, other.Span);
}
