using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using System.Text;

namespace Signet.Policy.Tests.Decoding;

/// <summary>Ways to write a text so that nobody reads it at a glance.</summary>
internal static class Encodings
{
    private const string Rfc1924 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~";
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private const string Base32Hex = "0123456789ABCDEFGHIJKLMNOPQRSTUV";
    private const string Alphanumeric = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    /// <summary>Those that take any text and can stand inside each other.</summary>
    internal static IReadOnlyDictionary<string, Func<string, string>> Nestable { get; } = new Dictionary<string, Func<string, string>>
    {
        ["base64"] = text => Convert.ToBase64String(Octets(text)),
        ["base64url without padding"] = text => Convert.ToBase64String(Octets(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        ["base64 over lines"] = text => Lines(Convert.ToBase64String(Octets(text)), 20),
        ["base64 of UTF-16"] = text => Convert.ToBase64String(Encoding.Unicode.GetBytes(text)),
        ["base32"] = text => Bits(Octets(text), Base32, 5),
        ["base32 lower"] = text => Bits(Octets(text), Base32, 5).ToLowerInvariant(),
        ["base32hex"] = text => Bits(Octets(text), Base32Hex, 5),
        ["hex"] = text => Convert.ToHexStringLower(Octets(text)),
        ["hex spaced"] = text => string.Join(' ', Octets(text).Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture))),
        ["hex 0x"] = text => string.Join(", ", Octets(text).Select(octet => "0x" + octet.ToString("X2", CultureInfo.InvariantCulture))),
        ["base85"] = text => Base85(Octets(text), Rfc1924),
        ["ascii85"] = text => "<~" + Base85(Octets(text), string.Concat(Enumerable.Range('!', 85).Select(c => (char)c))) + "~>",
        ["percent"] = text => string.Concat(Octets(text).Select(octet => "%" + octet.ToString("X2", CultureInfo.InvariantCulture))),
        ["html decimal"] = text => string.Concat(text.Select(c => $"&#{(int)c};")),
        ["html hex"] = text => string.Concat(text.Select(c => $"&#x{(int)c:x};")),
        ["\\u"] = text => string.Concat(text.Select(c => $"\\u{(int)c:x4}")),
        ["\\u{}"] = text => string.Concat(text.Select(c => $"\\u{{{(int)c:x}}}")),
        ["\\x"] = text => string.Concat(Octets(text).Select(c => $"\\x{c:x2}")),
        ["quoted-printable"] = text => string.Concat(Octets(text).Select(octet => $"={octet:X2}")),
        ["codepoints"] = text => string.Join(' ', text.Select(c => (int)c)),
        ["codepoints, commas"] = text => string.Join(", ", text.Select(c => (int)c)),
        ["uuencode"] = Uuencode,
        ["tags"] = text => string.Concat(text.Select(c => char.ConvertFromUtf32(0xE0000 + c))),
        ["gzip in base64"] = text => Convert.ToBase64String(Compress(text, stream => new GZipStream(stream, CompressionLevel.Optimal))),
        ["zlib in hex"] = text => Convert.ToHexString(Compress(text, stream => new ZLibStream(stream, CompressionLevel.Optimal))),
    };

    /// <summary>Those of a text that is short, or that letters and spaces stand in alone.</summary>
    internal static IReadOnlyDictionary<string, Func<string, string>> Plain { get; } = new Dictionary<string, Func<string, string>>
    {
        ["rot13"] = text => Shift(text, 13),
        ["caesar 5"] = text => Shift(text, 5),
        ["caesar 21"] = text => Shift(text, 21),
        ["atbash"] = Atbash,
        ["reversed"] = Reverse,
        ["reversed rot13"] = text => Reverse(Shift(text, 13)),
        ["rot47"] = text => string.Concat(text.Select(c => c is >= '!' and <= '~' ? (char)('!' + ((c - '!' + 47) % 94)) : c)),
        ["base36"] = text => Big(Octets(text), Alphanumeric[..36]),
        ["base58"] = text => Big(Octets(text), "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
        ["base62"] = text => Big(Octets(text), Alphanumeric),
    };

    internal static string Shift(string text, int by) =>
        string.Concat(text.Select(c => char.IsAsciiLetter(c) ? (char)(Start(c) + ((c - Start(c) + by) % 26)) : c));

    internal static string Atbash(string text) => string.Concat(text.Select(c => char.IsAsciiLetter(c) ? (char)(Start(c) + 25 - (c - Start(c))) : c));

    internal static string Reverse(string text) => new([.. text.Reverse()]);

    internal static string Base85(byte[] octets) => Base85(octets, Rfc1924);

    private static byte[] Octets(string text) => Encoding.UTF8.GetBytes(text);

    private static char Start(char c) => char.IsAsciiLetterLower(c) ? 'a' : 'A';

    private static string Lines(string text, int length) => string.Join("\r\n", text.Chunk(length).Select(line => new string(line)));

    private static string Bits(byte[] octets, string alphabet, int width)
    {
        string bits = string.Concat(octets.Select(octet => octet.ToString("b8", CultureInfo.InvariantCulture)));
        return string.Concat(bits.Chunk(width).Select(chunk => alphabet[Convert.ToInt32(new string(chunk).PadRight(width, '0'), 2)]));
    }

    private static string Base85(byte[] octets, string alphabet)
    {
        StringBuilder result = new();
        foreach (byte[] chunk in octets.Chunk(4))
        {
            uint group = chunk.Concat(new byte[4 - chunk.Length]).Aggregate(0u, (value, octet) => (value << 8) | octet);
            char[] digits = new char[5];
            for (int i = 4; i >= 0; i--)
            {
                digits[i] = alphabet[(int)(group % 85)];
                group /= 85;
            }

            result.Append(digits, 0, chunk.Length + 1);
        }

        return result.ToString();
    }

    private static string Big(byte[] octets, string alphabet)
    {
        BigInteger value = new(octets, isUnsigned: true, isBigEndian: true);
        StringBuilder result = new();
        for (; value > 0; value /= alphabet.Length)
        {
            result.Insert(0, alphabet[(int)(value % alphabet.Length)]);
        }

        return result.ToString();
    }

    private static string Uuencode(string text)
    {
        IEnumerable<string> lines = Octets(text).Chunk(45).Select(line => (char)(' ' + line.Length)
            + Bits([.. line, .. new byte[(3 - (line.Length % 3)) % 3]], string.Concat(Enumerable.Range(0, 64).Select(value => value == 0 ? '`' : (char)(' ' + value))), 6));
        return "begin 644 notes.txt\n" + string.Join('\n', lines) + "\n`\nend\n";
    }

    private static byte[] Compress(string text, Func<Stream, Stream> open)
    {
        using MemoryStream result = new();
        using (Stream stream = open(result))
        {
            stream.Write(Octets(text));
        }

        return result.ToArray();
    }
}
