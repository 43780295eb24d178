using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Signet.Ledger.Checkpoints;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;

namespace Signet.Ledger.Chain;

/// <summary>
/// Sealed mode (format 1, section 3): the writer draws an epoch's first chain key at random and leaves it in the log, encrypted for the
/// verifier and signed with the checkpoint key. A writer that is broken into later can't go back to the keys it has ratcheted away.
/// </summary>
public static class SealedEpochKey
{
    private const int MinRsaBits = 2_048;
    private const int MaxRsaBits = 8_192;
    private const int MaxPemLength = 32 * 1024;

    /// <summary>Reads an RSA key, public or private, of 2,048 to 8,192 bits from PEM; null for anything else. Dispose it.</summary>
    public static RSA? ImportKey(string? pem)
    {
        if (pem is null || pem.Length > MaxPemLength)
        {
            return null;
        }

        var key = RSA.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.KeySize is >= MinRsaBits and <= MaxRsaBits)
            {
                return key;
            }
        }
        catch (Exception exception) when (exception is ArgumentException or CryptographicException)
        {
        }

        key.Dispose();
        return null;
    }

    /// <summary>The name by which a sealed key says for whom it is: SHA-256 of the SubjectPublicKeyInfo.</summary>
    public static Digest RecipientOf(RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return Digest.Of(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>Draws the key of an epoch's first segment.</summary>
    public static ChainKey Draw(long epoch, long segment) => ChainKey.Draw(epoch, segment);

    /// <summary>Seals a key that was drawn, for the <c>epoch</c> entry.</summary>
    /// <param name="key">The key of the epoch's first segment.</param>
    /// <param name="recipient">The verifier's public key.</param>
    /// <param name="signer">The log's checkpoint key.</param>
    /// <param name="previousMac">The MAC of the entry before the <c>epoch</c> entry.</param>
    public static SealedKey Seal(ChainKey key, RSA recipient, CheckpointSigner signer, Digest previousMac)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(recipient);
        ArgumentNullException.ThrowIfNull(signer);
        var ciphertext = key.Encrypt(recipient);
        return new SealedKey
        {
            Recipient = RecipientOf(recipient),
            Ciphertext = ciphertext,
            Sig = signer.SignOctets(Message(signer.VerifierKey.Name, key.Epoch, key.Segment, previousMac, ciphertext)),
        };
    }

    /// <summary>True when the holder of the checkpoint key sealed this key for this place of the log.</summary>
    public static bool Verify(SealedKey sealedKey, VerifierKey signer, long epoch, long segment, Digest previousMac)
    {
        ArgumentNullException.ThrowIfNull(sealedKey);
        ArgumentNullException.ThrowIfNull(signer);
        return CommitVerifier.Check(
            Message(signer.Name, epoch, segment, previousMac, sealedKey.Ciphertext.Span), sealedKey.Sig.Span, CommitVerifier.Import(signer.PublicKey.Span));
    }

    /// <summary>The key, or null where it isn't sealed for this private key or can't be decrypted.</summary>
    public static ChainKey? Open(SealedKey sealedKey, RSA privateKey, long epoch, long segment)
    {
        ArgumentNullException.ThrowIfNull(sealedKey);
        ArgumentNullException.ThrowIfNull(privateKey);
        if (sealedKey.Recipient != RecipientOf(privateKey))
        {
            return null;
        }

        try
        {
            return ChainKey.Decrypt(sealedKey.Ciphertext.Span, privateKey, epoch, segment);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[] Message(string logId, long epoch, long segment, Digest previousMac, ReadOnlySpan<byte> ciphertext)
    {
        ReadOnlySpan<byte> label = "signet/epoch/v1\n"u8;
        var message = new byte[label.Length + 4 + logId.Length + 8 + 8 + (2 * Digest.Size)];
        label.CopyTo(message);
        var rest = message.AsSpan(label.Length);
        BinaryPrimitives.WriteUInt32BigEndian(rest, (uint)logId.Length);
        Encoding.ASCII.GetBytes(logId, rest[4..]);
        rest = rest[(4 + logId.Length)..];
        BinaryPrimitives.WriteInt64BigEndian(rest, epoch);
        BinaryPrimitives.WriteInt64BigEndian(rest[8..], segment);
        previousMac.CopyTo(rest[16..]);
        Digest.Of(ciphertext).CopyTo(rest[(16 + Digest.Size)..]);
        return message;
    }
}
