namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>
/// The checksum of tokens that end in six characters of base 62: the CRC-32 (IEEE 802.3) of the thirty in front of them. Both orders
/// of the cases are in use.
/// </summary>
internal static class TokenChecksum
{
    internal const int BodyLength = 30;
    internal const int Length = 6;

    private const string Capitals = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const string Smalls = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Takes the body and its checksum, 36 characters.</summary>
    internal static bool Fits(ReadOnlySpan<char> token)
    {
        uint crc = Crc32(token[..BodyLength]);
        return token.Length == BodyLength + Length && (Ends(token[BodyLength..], crc, Capitals) || Ends(token[BodyLength..], crc, Smalls));
    }

    internal static uint Crc32(ReadOnlySpan<char> ascii)
    {
        uint crc = uint.MaxValue;
        foreach (char c in ascii)
        {
            crc ^= (byte)c;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
            }
        }

        return ~crc;
    }

    private static bool Ends(ReadOnlySpan<char> checksum, uint crc, string alphabet)
    {
        for (int i = checksum.Length - 1; i >= 0; i--, crc /= 62)
        {
            if (checksum[i] != alphabet[(int)(crc % 62)])
            {
                return false;
            }
        }

        return true;
    }
}
