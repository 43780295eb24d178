using System.Security.Cryptography;

namespace Signet.Ledger.Anchors;

/// <summary>The nonce of a time-stamp request: the content octets of a positive INTEGER in its shortest form.</summary>
public static class TimestampNonce
{
    /// <summary>The octets of a new nonce; 120 of its bits are random throughout.</summary>
    public const int Octets = 16;

    /// <summary>The fewest octets accepted.</summary>
    public const int MinOctets = 8;

    /// <summary>The most octets accepted.</summary>
    public const int MaxOctets = 32;

    /// <summary>Draws a nonce.</summary>
    public static byte[] Create()
    {
        byte[] nonce = RandomNumberGenerator.GetBytes(Octets);
        // A first octet of 1 to 127 keeps the INTEGER positive and its shortest form exactly this long.
        nonce[0] = (byte)RandomNumberGenerator.GetInt32(1, 128);
        return nonce;
    }

    /// <summary>Whether the octets have the form and length of a nonce.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> nonce) =>
        nonce.Length is >= MinOctets and <= MaxOctets && nonce[0] < 0x80 && (nonce[0] != 0 || nonce[1] >= 0x80);
}
