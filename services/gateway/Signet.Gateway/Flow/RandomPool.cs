using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Signet.Gateway.Flow;

/// <summary>
/// Octets of the system's generator, fetched for many uses at once: a call costs as much as a kilobyte. Each thread has its own, gives
/// each octet out once, and forgets it then.
/// </summary>
internal static class RandomPool
{
    private const int Octets = 1_024;

    [ThreadStatic]
    private static byte[]? _octets;

    [ThreadStatic]
    private static int _left;

    /// <summary>Fills a span of at most a kilobyte.</summary>
    public static void Fill(Span<byte> target)
    {
        var octets = _octets ??= new byte[Octets];
        if (_left < target.Length)
        {
            RandomNumberGenerator.Fill(octets);
            _left = octets.Length;
        }

        var taken = octets.AsSpan(_left - target.Length, target.Length);
        taken.CopyTo(target);
        taken.Clear();
        _left -= target.Length;
    }

    /// <summary>A UUID of version 7 (RFC 9562, section 5.7).</summary>
    public static Guid Version7(DateTimeOffset at)
    {
        Span<byte> octets = stackalloc byte[16];
        Fill(octets[6..]);
        var milliseconds = (ulong)at.ToUnixTimeMilliseconds();
        BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)(milliseconds >> 16));
        BinaryPrimitives.WriteUInt16BigEndian(octets[4..], (ushort)milliseconds);
        octets[6] = (byte)(0x70 | (octets[6] & 0x0F));
        octets[8] = (byte)(0x80 | (octets[8] & 0x3F));
        return new Guid(octets, bigEndian: true);
    }
}
