using NSec.Cryptography;
using Signet.Ledger.Checkpoints;

namespace Signet.Ledger.Witnesses;

/// <summary>
/// A witness's signing key. Whoever calls <see cref="Sign"/> has checked that the checkpoint goes on from the last one, and stored it.
/// Safe for concurrent use.
/// </summary>
public sealed class Cosigner : IDisposable
{
    /// <summary>The number of octets of a seed.</summary>
    public const int SeedOctets = 32;

    private readonly Key _key;

    /// <summary>Makes a cosigner from a 32-octet seed (RFC 8032), which serves nothing else.</summary>
    /// <exception cref="ArgumentException">The name has another form.</exception>
    /// <exception cref="FormatException">The seed doesn't have 32 octets.</exception>
    public Cosigner(string name, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        PublicKey = CosignerKey.Create(name, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>What checks its cosignatures.</summary>
    public CosignerKey PublicKey { get; }

    /// <summary>The signature line, with its line feed.</summary>
    /// <param name="checkpoint">What is cosigned.</param>
    /// <param name="at">The time, which counts in whole seconds; 1970 or later.</param>
    public string Sign(Checkpoint checkpoint, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var time = at.ToUnixTimeSeconds();
        ArgumentOutOfRangeException.ThrowIfNegative(time, nameof(at));
        return Cosignature.Line(PublicKey, time, SignatureAlgorithm.Ed25519.Sign(_key, Cosignature.Message(time, checkpoint.Text)));
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();
}
