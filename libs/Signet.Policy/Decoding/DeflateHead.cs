namespace Signet.Policy.Decoding;

/// <summary>
/// Tells from the first bits of deflate (RFC 1951) that nothing can come out of it: a kind of block that there isn't, a length that its
/// complement belies, or code lengths of which no code can be made, all of which zlib refuses before it writes anything.
/// </summary>
internal static class DeflateHead
{
    private const int MaxLiterals = 286;
    private const int MaxDistances = 30;
    private const int LengthBits = 3;
    private const int MaxLength = 7;

    /// <summary>False when it is surely not deflate; true when it may be, and when there is too little to tell.</summary>
    internal static bool MayBegin(ReadOnlySpan<byte> octets)
    {
        if (octets.Length < 5)
        {
            return true;
        }

        return ((octets[0] >> 1) & 3) switch
        {
            0 => (octets[1] ^ octets[3]) == 0xFF && (octets[2] ^ octets[4]) == 0xFF,
            1 => true,
            2 => MayBeCode(octets),
            _ => false,
        };
    }

    /// <summary>The lengths of the first code must fill it, no more and no less; if all of them are 0 there is no code.</summary>
    private static bool MayBeCode(ReadOnlySpan<byte> octets)
    {
        int count = Bits(octets, 13, 4) + 4;
        int lengthsEnd = 17 + (count * LengthBits);
        if (lengthsEnd > octets.Length * 8)
        {
            return true;
        }

        int filled = 0;
        for (int at = 17; at < lengthsEnd; at += LengthBits)
        {
            int length = Bits(octets, at, LengthBits);
            filled += length == 0 ? 0 : 1 << (MaxLength - length);
        }

        return filled == 1 << MaxLength && Bits(octets, 3, 5) + 257 <= MaxLiterals && Bits(octets, 8, 5) + 1 <= MaxDistances;
    }

    private static int Bits(ReadOnlySpan<byte> octets, int at, int count)
    {
        int word = octets[at / 8] | (at / 8 + 1 < octets.Length ? octets[(at / 8) + 1] << 8 : 0);
        return (word >> (at % 8)) & ((1 << count) - 1);
    }
}
