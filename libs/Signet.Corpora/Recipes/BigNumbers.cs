using System.Numerics;
using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Encodings that read all octets as one number.</summary>
internal static class BigNumbers
{
    public static string Encode(byte[] octets, string alphabet)
    {
        var number = new BigInteger(octets, isUnsigned: true, isBigEndian: true);
        var digits = new StringBuilder();
        for (; number > 0; number /= alphabet.Length)
        {
            digits.Insert(0, alphabet[(int)(number % alphabet.Length)]);
        }

        return digits.ToString();
    }
}
