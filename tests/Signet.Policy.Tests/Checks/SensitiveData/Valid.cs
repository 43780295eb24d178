using System.Text;

namespace Signet.Policy.Tests.Checks.SensitiveData;

/// <summary>
/// Makes values that a validator must take, from a seed that says which. The arithmetic is written here once more, from the definitions,
/// so that it can contradict the library's.
/// </summary>
internal static class Valid
{
    private const string Word = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    internal static string Random(int seed, int length, string alphabet = Word)
    {
        Random random = new(seed);
        StringBuilder text = new();
        for (int i = 0; i < length; i++)
        {
            text.Append(alphabet[random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }

    internal static string Digits(int seed, int length) => Random(seed, length, "123456789");

    /// <summary>Letters and digits, at least one of each kind.</summary>
    internal static string Mixed(int seed, int length, string alphabet = Word) => "aB3" + Random(seed, length - 3, alphabet);

    /// <summary>Adds the last digit that makes a condition true.</summary>
    internal static string Complete(string body, Func<string, bool> isValid, string alphabet = "0123456789") =>
        alphabet.Select(c => body + c).First(isValid);

    internal static string Luhn(string body) => Complete(body, text => LuhnSum(text) % 10 == 0);

    /// <summary>A token whose last six characters are the checksum of the thirty in front.</summary>
    internal static string Checksummed(int seed)
    {
        string body = Random(seed, 30);
        uint crc = uint.MaxValue;
        foreach (byte octet in Encoding.ASCII.GetBytes(body))
        {
            uint entry = (crc ^ octet) & 0xFF;
            for (int bit = 0; bit < 8; bit++)
            {
                entry = (entry & 1) == 1 ? 0xEDB88320 ^ (entry >> 1) : entry >> 1;
            }

            crc = entry ^ (crc >> 8);
        }

        crc ^= uint.MaxValue;
        char[] end = new char[6];
        for (int i = 5; i >= 0; i--, crc /= 62)
        {
            end[i] = Word[(int)(crc % 62)];
        }

        return body + new string(end);
    }

    /// <summary>A number of a weighted sum that a modulus divides, the last digit found by trying, the body by counting on.</summary>
    internal static string Weighted(string body, int[] weights, int modulus)
    {
        for (long number = long.Parse(body, System.Globalization.CultureInfo.InvariantCulture); ; number++)
        {
            string text = number.ToString(System.Globalization.CultureInfo.InvariantCulture);
            for (char digit = '0'; digit <= '9'; digit++)
            {
                string whole = text + digit;
                if (weights.Select((weight, i) => weight * (whole[i] - '0')).Sum() % modulus == 0)
                {
                    return whole;
                }
            }
        }
    }

    internal static string Iban(string country, string account)
    {
        string check = Mod97(account + country + "00") is var remainder ? (98 - remainder).ToString("00", System.Globalization.CultureInfo.InvariantCulture) : "";
        return country + check + account;
    }

    internal static string Nir(string body) =>
        body + (97 - Mod97(body.Replace("2A", "19", StringComparison.Ordinal).Replace("2B", "18", StringComparison.Ordinal)))
            .ToString("00", System.Globalization.CultureInfo.InvariantCulture);

    internal static string Cpf(string body) => Brazilian(Brazilian(body, 11), 11);

    internal static string Cnpj(string body) => Brazilian(Brazilian(body, 9), 9);

    internal static string TravelDigit(string field) =>
        field + (field.Select((c, i) => (c == '<' ? 0 : char.IsDigit(c) ? c - '0' : c - 'A' + 10) * new[] { 7, 3, 1 }[i % 3]).Sum() % 10);

    internal static string Group(string text, string separator, params int[] sizes)
    {
        List<string> groups = [];
        int at = 0;
        for (int i = 0; at < text.Length; i++)
        {
            int size = Math.Min(sizes[Math.Min(i, sizes.Length - 1)], text.Length - at);
            groups.Add(text.Substring(at, size));
            at += size;
        }

        return string.Join(separator, groups);
    }

    private static int LuhnSum(string text) => text.Reverse().Select((c, i) => (c - '0') * (1 + (i % 2))).Sum(product => (product / 10) + (product % 10));

    private static int Mod97(string text) => (int)(System.Numerics.BigInteger.Parse(
        string.Concat(text.Select(c => char.IsDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(System.Globalization.CultureInfo.InvariantCulture))),
        System.Globalization.CultureInfo.InvariantCulture) % 97);

    private static string Brazilian(string body, int most)
    {
        int weight = 1;
        int sum = body.Reverse().Sum(c => (c - '0') * (weight = weight == most ? 2 : weight + 1));
        return body + (sum % 11 < 2 ? 0 : 11 - (sum % 11));
    }
}
