using System.Security.Cryptography;
using Signet.Ledger;
using Signet.Ledger.Hashing;

namespace Signet.Bench;

/// <summary>One SHA-256 and one HMAC-SHA256 of each entry: what no verifier can do without.</summary>
internal static class HashAndMac
{
    private static readonly byte[] Key = new byte[32];

    /// <summary>As .NET has them.</summary>
    public static int ByFramework(ReadOnlyMemory<byte>[] entries)
    {
        Span<byte> digest = stackalloc byte[32];
        var sum = 0;
        foreach (var octets in entries)
        {
            sum += SHA256.HashData(octets.Span, digest) + HMACSHA256.HashData(Key, octets.Span, digest);
        }

        return sum;
    }

    /// <summary>As signet has them.</summary>
    public static int BySignet(ReadOnlyMemory<byte>[] entries)
    {
        var sum = 0;
        foreach (var octets in entries)
        {
            sum += Digest.Of(octets.Span).GetHashCode() + HmacSha256.Of(Key, octets.Span).GetHashCode();
        }

        return sum;
    }
}
