using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signet.Ledger.Anchors;

/// <summary>
/// The chains that were found valid under one trust, by the octets of the signer's certificate and of all that were offered beside it. An
/// authority signs thousands of tokens with one certificate; building its chain costs more than all else in a token. Safe for concurrent
/// use; hostile tokens can fill it and not make it grow.
/// </summary>
internal sealed class ValidChains
{
    private const int MaxChains = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<Digest, ValidChain> _chains = [];

    /// <summary>What a chain is found by.</summary>
    public static Digest KeyOf(ReadOnlyMemory<byte> signer, IEnumerable<ReadOnlyMemory<byte>> offered)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, signer.Span);
        foreach (ReadOnlyMemory<byte> certificate in offered)
        {
            Append(hash, certificate.Span);
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return new Digest(digest);
    }

    /// <summary>The chain of a key, if it is known and valid at a time.</summary>
    public ValidChain? Find(Digest key, DateTimeOffset at)
    {
        lock (_gate)
        {
            return _chains.TryGetValue(key, out ValidChain? chain) && chain.IsValidAt(at) ? chain : null;
        }
    }

    /// <summary>Keeps a chain. Others are forgotten when there are too many: each can be built again.</summary>
    public void Keep(Digest key, ValidChain chain)
    {
        lock (_gate)
        {
            if (_chains.Count >= MaxChains)
            {
                _chains.Clear();
            }

            _chains[key] = chain;
        }
    }

    private static void Append(IncrementalHash hash, ReadOnlySpan<byte> certificate)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, certificate.Length);
        hash.AppendData(length);
        hash.AppendData(certificate);
    }
}
