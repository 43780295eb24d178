using System.Security.Cryptography;

namespace Signet.Policy.Checks.SensitiveData.Validation;

/// <summary>Base58Check of addresses: a version, 20 octets, and the first four octets of a double SHA-256.</summary>
internal static class Base58
{
    private const string Alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private const int Length = 25;

    internal static bool IsAddress(ReadOnlySpan<char> text)
    {
        Span<byte> number = stackalloc byte[Length];
        foreach (char c in text)
        {
            int carry = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (carry < 0)
            {
                return false;
            }

            for (int i = Length - 1; i >= 0; i--)
            {
                carry += number[i] * 58;
                number[i] = (byte)carry;
                carry >>= 8;
            }

            if (carry != 0)
            {
                return false;
            }
        }

        Span<byte> digest = stackalloc byte[32];
        SHA256.HashData(number[..21], digest);
        SHA256.HashData(digest, digest);
        return number[0] is 0 or 5 && digest[..4].SequenceEqual(number[21..]);
    }
}
