using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Signet.Ledger.Hashing;

namespace Signet.Ledger.Chain;

/// <summary>
/// The MAC key of one segment (format 1, section 3). <see cref="Ratchet"/> turns it into the next segment's and forgets it. MACs may be
/// computed by several threads at once; nothing else is safe for concurrent use.
/// </summary>
public sealed class ChainKey : IDisposable
{
    /// <summary>The fewest octets of a root secret.</summary>
    public const int MinRootOctets = 32;

    private readonly byte[] _key;

    private ChainKey(byte[] key, long epoch, long segment) => (_key, Epoch, Segment) = (key, epoch, segment);

    /// <summary>The epoch; 1 or more.</summary>
    public long Epoch { get; }

    /// <summary>The segment that the key belongs to; 0 or more.</summary>
    public long Segment { get; private set; }

    /// <summary>The key of an epoch's first segment, from the root secret (HKDF-SHA256, RFC 5869).</summary>
    /// <exception cref="ArgumentException">The secret is shorter than <see cref="MinRootOctets"/>.</exception>
    public static ChainKey ForEpoch(ReadOnlySpan<byte> rootSecret, string logId, long epoch, long segment)
    {
        if (rootSecret.Length < MinRootOctets)
        {
            throw new ArgumentException("A root secret has at least 32 octets.", nameof(rootSecret));
        }

        var key = new byte[Digest.Size];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, rootSecret, key, Encoding.ASCII.GetBytes(logId), Info("signet/epoch/v1\n", epoch));
        return new ChainKey(key, epoch, segment);
    }

    /// <summary>A key of an epoch's first segment that nothing but chance gives.</summary>
    internal static ChainKey Draw(long epoch, long segment) => new(RandomNumberGenerator.GetBytes(Digest.Size), epoch, segment);

    /// <summary>The key in a ciphertext of <see cref="Encrypt"/>; null for a plaintext of another length.</summary>
    /// <exception cref="CryptographicException">The ciphertext isn't one for this key.</exception>
    internal static ChainKey? Decrypt(ReadOnlySpan<byte> ciphertext, RSA privateKey, long epoch, long segment)
    {
        var key = privateKey.Decrypt(ciphertext, RSAEncryptionPadding.OaepSHA256);
        if (key.Length == Digest.Size)
        {
            return new ChainKey(key, epoch, segment);
        }

        CryptographicOperations.ZeroMemory(key);
        return null;
    }

    /// <summary>The key, encrypted by RSA-OAEP with SHA-256 and an empty label.</summary>
    internal byte[] Encrypt(RSA recipient) => recipient.Encrypt(_key, RSAEncryptionPadding.OaepSHA256);

    /// <summary>Becomes the key of the next segment. The old one can't be computed from it.</summary>
    public void Ratchet()
    {
        Segment++;
        Span<byte> next = stackalloc byte[Digest.Size];
        HKDF.Expand(HashAlgorithmName.SHA256, _key, next, Info("signet/ratchet/v1\n", Segment));
        next.CopyTo(_key);
        CryptographicOperations.ZeroMemory(next);
    }

    /// <summary>The MAC of an entry: HMAC over its number, its leaf and the MAC before it.</summary>
    public Digest MacEntry(long seq, Digest leaf, Digest previousMac)
    {
        ReadOnlySpan<byte> label = "signet/entry/v1\n"u8;
        Span<byte> message = stackalloc byte[label.Length + 8 + (2 * Digest.Size)];
        label.CopyTo(message);
        BinaryPrimitives.WriteInt64BigEndian(message[label.Length..], seq);
        leaf.CopyTo(message[(label.Length + 8)..]);
        previousMac.CopyTo(message[(label.Length + 8 + Digest.Size)..]);
        return HmacSha256.Of(_key, message);
    }

    /// <summary>The MAC of a segment: HMAC over the digest of everything before the footer, the tree size and the tree head.</summary>
    public Digest MacSegment(Digest beforeFooter, long size, Digest root)
    {
        ReadOnlySpan<byte> label = "signet/segment/v1\n"u8;
        Span<byte> message = stackalloc byte[label.Length + 8 + (2 * Digest.Size)];
        label.CopyTo(message);
        beforeFooter.CopyTo(message[label.Length..]);
        BinaryPrimitives.WriteInt64BigEndian(message[(label.Length + Digest.Size)..], size);
        root.CopyTo(message[(label.Length + Digest.Size + 8)..]);
        return HmacSha256.Of(_key, message);
    }

    /// <summary>Forgets the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    /// <summary>A key of its own with the same octets, for another thread.</summary>
    internal ChainKey Clone() => new([.. _key], Epoch, Segment);

    /// <summary>True when both are the same key of the same segment.</summary>
    internal bool IsSameAs(ChainKey other) =>
        Epoch == other.Epoch && Segment == other.Segment && CryptographicOperations.FixedTimeEquals(_key, other._key);

    private static byte[] Info(string label, long number)
    {
        var info = new byte[label.Length + 8];
        Encoding.ASCII.GetBytes(label, info);
        BinaryPrimitives.WriteInt64BigEndian(info.AsSpan(label.Length), number);
        return info;
    }
}
