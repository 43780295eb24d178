using System.Text;
using NSec.Cryptography;

namespace Signet.Ledger.Checkpoints;

/// <summary>The signature with which a checkpoint key names its successor (format 1, section 1, <c>checkpoint_key</c>).</summary>
public static class CheckpointKeyRotation
{
    /// <summary>True when the holder of <paramref name="from"/> signed the new key.</summary>
    public static bool Verify(string logId, VerifierKey from, string to, ReadOnlySpan<byte> signature)
    {
        ArgumentNullException.ThrowIfNull(from);
        return PublicKey.TryImport(SignatureAlgorithm.Ed25519, from.PublicKey.Span, KeyBlobFormat.RawPublicKey, out var key) &&
            SignatureAlgorithm.Ed25519.Verify(key!, Message(logId, to), signature);
    }

    private static byte[] Message(string logId, string to) => Encoding.ASCII.GetBytes($"signet/checkpoint-key/v1\n{logId}\n{to}");
}
