using System.Security.Cryptography;
using Signet.Ledger;

namespace Signet.Gateway.Flow;

/// <summary>SHA-256 over a request's salt and octets that come in pieces.</summary>
internal sealed class SaltedHash
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public SaltedHash(ReadOnlySpan<byte> salt) => _hash.AppendData(salt);

    public long Bytes { get; private set; }

    public void Append(ReadOnlySpan<byte> octets)
    {
        _hash.AppendData(octets);
        Bytes += octets.Length;
    }

    public Digest Finish()
    {
        using (_hash)
        {
            return new Digest(_hash.GetHashAndReset());
        }
    }
}
