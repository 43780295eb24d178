using System.Text;
using NSec.Cryptography;

namespace Signet.Ledger.Checkpoints;

/// <summary>Signs checkpoints with the log's Ed25519 checkpoint key. Safe for concurrent use.</summary>
public sealed class CheckpointSigner : IDisposable
{
    /// <summary>The number of octets of a seed.</summary>
    public const int SeedOctets = 32;

    private readonly Key _key;

    /// <summary>Makes a signer from a 32-octet seed (RFC 8032).</summary>
    /// <exception cref="ArgumentException">The log id isn't an identifier.</exception>
    /// <exception cref="FormatException">The seed doesn't have 32 octets.</exception>
    public CheckpointSigner(string logId, ReadOnlySpan<byte> seed)
    {
        _key = Key.Import(SignatureAlgorithm.Ed25519, seed, KeyBlobFormat.RawPrivateKey);
        VerifierKey = VerifierKey.Create(logId, _key.PublicKey.Export(KeyBlobFormat.RawPublicKey));
    }

    /// <summary>What checks its signatures.</summary>
    public VerifierKey VerifierKey { get; }

    /// <summary>The signed note of a checkpoint.</summary>
    /// <exception cref="ArgumentException">The checkpoint is of another log.</exception>
    public byte[] Sign(Checkpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        if (checkpoint.LogId != VerifierKey.Name)
        {
            throw new ArgumentException("A checkpoint of another log.", nameof(checkpoint));
        }

        var text = checkpoint.Text;
        var signature = SignatureAlgorithm.Ed25519.Sign(_key, Encoding.UTF8.GetBytes(text));
        return Encoding.UTF8.GetBytes(text + "\n" + SignedNote.SignatureLine(VerifierKey, signature));
    }

    /// <summary>Signs other octets than a note's. Each kind begins with a label of its own, which no log id can be.</summary>
    internal byte[] SignOctets(ReadOnlySpan<byte> octets) => SignatureAlgorithm.Ed25519.Sign(_key, octets);

    /// <summary>Forgets the key.</summary>
    public void Dispose() => _key.Dispose();
}
