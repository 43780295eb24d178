using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Signet.Corpora.Recipes;

/// <summary>
/// Fills <c>${kind}</c> and <c>${kind:seed}</c> with a made-up value that has the form and the checksum of a real one, so that no file of the
/// repository holds anything that looks like a secret or a person's number. The same place always gets the same value.
/// </summary>
internal static partial class Placeholders
{
    private const string Digits = "0123456789";
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Fill(string text) => text.Contains("${", StringComparison.Ordinal)
        ? Place().Replace(text, match => Make(match.Groups["kind"].Value, match.Value))
        : text;

    [GeneratedRegex(@"\$\{(?<kind>[a-z0-9_]+)(:[a-z0-9]+)?\}")]
    private static partial Regex Place();

    private static string Make(string kind, string seed) => kind switch
    {
        "aws_access_key" => "AKIA" + Letters(seed, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"),
        "aws_secret_key" => Letters(seed, 40, Alphanumeric + "+/"),
        "github_token" => WithCrc("ghp_", Letters(seed, 30, Alphanumeric)),
        "github_fine_token" => "github_pat_" + Letters(seed, 22, Alphanumeric) + "_" + Letters(seed + "b", 59, Alphanumeric),
        "gitlab_token" => "glpat-" + Letters(seed, 20, Alphanumeric),
        "npm_token" => WithCrc("npm_", Letters(seed, 30, Alphanumeric)),
        "slack_token" => "xoxb-" + Letters(seed, 12, Digits) + "-" + Letters(seed + "b", 12, Digits) + "-" + Letters(seed + "c", 24, Alphanumeric),
        "stripe_key" => "sk_live_" + Letters(seed, 24, Alphanumeric),
        "openai_key" => "sk-proj-" + Letters(seed, 20, Alphanumeric) + "T3BlbkFJ" + Letters(seed + "b", 20, Alphanumeric),
        "anthropic_key" => "sk-ant-api03-" + Letters(seed, 93, Alphanumeric + "-_") + "AA",
        "google_key" => "AIza" + Letters(seed, 35, Alphanumeric + "-_"),
        "sendgrid_key" => "SG." + Letters(seed, 22, Alphanumeric) + "." + Letters(seed + "b", 43, Alphanumeric),
        "private_key" => Pem("PRIVATE KEY", seed),
        "rsa_private_key" => Pem("RSA PRIVATE KEY", seed),
        "openssh_private_key" => Pem("OPENSSH PRIVATE KEY", seed),
        "password" => Letters(seed, 18, Alphanumeric + "#%-_"),
        "visa" => WithLuhn("4" + Letters(seed, 14, Digits)),
        "mastercard" => WithLuhn("53" + Letters(seed, 13, Digits)),
        "amex" => WithLuhn("37" + Letters(seed, 12, Digits)),
        "card_grouped" => string.Join(' ', WithLuhn("4" + Letters(seed, 14, Digits)).Chunk(4).Select(group => new string(group))),
        "iban_de" => Iban("DE", Letters(seed, 18, Digits)),
        "iban_fr" => Iban("FR", Letters(seed, 23, Digits)),
        "iban_gb" => Iban("GB", "NWBK" + Letters(seed, 14, Digits)),
        "ssn" => "5" + Letters(seed, 2, "123456789") + "-" + Letters(seed + "b", 2, "123456789") + "-" + Letters(seed + "c", 4, "123456789"),
        "email" => "maria." + Letters(seed, 8, "abcdefghijklmnopqrstuvwxyz") + "@mail.example",
        _ => throw new CorpusException($"{kind} is no placeholder"),
    };

    /// <summary>Characters of an alphabet that follow from the seed.</summary>
    private static string Letters(string seed, int count, string alphabet)
    {
        var output = new StringBuilder(count);
        for (var block = 0; output.Length < count; block++)
        {
            foreach (var octet in SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{block}")))
            {
                // Values that would favour the alphabet's start are left out.
                if (octet < 256 / alphabet.Length * alphabet.Length && output.Length < count)
                {
                    output.Append(alphabet[octet % alphabet.Length]);
                }
            }
        }

        return output.ToString();
    }

    private static string Pem(string label, string seed) =>
        $"-----BEGIN {label}-----\n{string.Join('\n', Letters(seed, 192, Alphanumeric + "+/").Chunk(64).Select(line => new string(line)))}\n-----END {label}-----";

    private static string WithLuhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? (digit * 2 / 10) + (digit * 2 % 10) : digit;
        }

        return digits + (char)('0' + ((10 - (sum % 10)) % 10));
    }

    private static string Iban(string country, string account)
    {
        var number = string.Concat((account + country + "00").Select(unit => char.IsAsciiDigit(unit) ? unit.ToString() : $"{unit - 'A' + 10}"));
        var remainder = number.Aggregate(0, (rest, unit) => ((rest * 10) + unit - '0') % 97);
        return $"{country}{98 - remainder:00}{account}";
    }

    /// <summary>Tokens whose last six characters are the CRC-32 of the ones before them, in base 62.</summary>
    private static string WithCrc(string prefix, string entropy)
    {
        var crc = ~0u;
        foreach (var octet in Encoding.ASCII.GetBytes(entropy))
        {
            crc ^= octet;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xedb88320u);
            }
        }

        crc = ~crc;
        Span<char> check = stackalloc char[6];
        for (var i = 5; i >= 0; i--, crc /= 62)
        {
            check[i] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(int)(crc % 62)];
        }

        return string.Concat(prefix, entropy, check);
    }
}
