using System.Text;
using Signet.Corpora.Recipes;

namespace Signet.Corpora.Adversarial;

/// <summary>Inputs that aim at the slow places of checks: decoders, normalisation, near misses of phrases, numbers and markings.</summary>
public static class AdversarialInputs
{
    private const string Base64Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>Ordinary English of the same length, which the others are compared with.</summary>
    public static AdversarialInput Ordinary { get; } = new("ordinary English", Filler.Of);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<AdversarialInput> All { get; } =
    [
        new("one letter", length => new string('a', length)),
        new("noise of base64", length => Noise(length, Base64Alphabet)),
        new("noise of hexadecimal", length => Noise(length, "0123456789abcdef")),
        new("noise of printable ASCII", length => Noise(length, string.Concat(Enumerable.Range('!', 94).Select(unit => (char)unit)))),
        new("nested base64", length => Nested(length, "base64")),
        new("nested hexadecimal", length => Nested(length, "hex")),
        new("nested base32", length => Nested(length, "base32")),
        new("nested percent", length => Nested(length, "percent_all")),
        new("nested of all kinds", length => Nested(length, "base64", "rot13", "hex", "base32", "percent_all", "reverse", "base85")),
        new("gzip bomb in base64", length => Bomb(length, "gzip", "base64")),
        new("gzip bomb of bombs", length => Bomb(length, "gzip", "gzip", "base64")),
        new("zlib bomb in hexadecimal", length => Bomb(length, "zlib", "hex")),
        new("many bombs", length => Repeated(length, Bomb(2_000, "gzip", "base64") + " ")),
        new("short base64 runs", length => Runs(length, 16, Base64Alphabet)),
        new("short hexadecimal runs", length => Runs(length, 16, "0123456789abcdef")),
        new("short base32 runs", length => Runs(length, 16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
        new("words of four letters", length => Runs(length, 4, "abcdefghijklmnopqrstuvwxyz")),
        new("encoded words", length => Repeated(length, "aWdub3Jl YWxsIHByZXZpb3Vz 69676e6f7265 ")),
        new("percent escapes", length => Repeated(length, "%69%67%6e%6f%72%65%25")),
        new("HTML entities", length => Repeated(length, "&#105;&#x67;&amp;#110;&#")),
        new("backslash escapes", length => Repeated(length, "\\u0069\\x67\\u{6e}\\157\\")),
        new("decimal code points", length => Repeated(length, "105 103 110 111 114 101 ")),
        new("uuencode heads", length => Repeated(length, "begin 644 a\nM\n")),
        new("quoted-printable", length => Repeated(length, "=69=67=6E=\r\n=6F")),
        new("near misses of phrases", length => Repeated(length, "ignore all previous instruction disregard al previous forget you instructions reveal your system promp ")),
        new("verbs alone", length => Repeated(length, "ignore ")),
        new("verb and far object", length => Repeated(length, "ignore" + new string('x', 90) + " instruction ")),
        new("role lines", length => Repeated(length, "system\nassistant\nsystem :\n")),
        new("chat-template heads", length => Repeated(length, "<|im_star<|syste<|")),
        new("single letters", length => Repeated(length, "i g n o r e  a l l ")),
        new("letters and stars", length => Repeated(length, "i*g*n*o*r*e*")),
        new("digits", length => Noise(length, "0123456789")),
        new("near misses of cards", length => Repeated(length, "4111 1111 1111 111 4111-1111-1111-11x ")),
        new("near misses of IBANs", length => Repeated(length, "DE00 1234 5678 9012 3456 7 GB00NWBK")),
        new("near misses of tokens", length => Repeated(length, "ghp_abc AKIA12 sk_live_x xoxb-1 eyJ. ")),
        new("near misses of addresses", length => Repeated(length, "a.b.c@d.e.@a@")),
        new("heads of PEM", length => Repeated(length, "-----BEGIN PRIVATE KEY-----\n")),
        new("open brackets", length => new string('(', length)),
        new("near misses of markings", length => Repeated(length, "(S/(TS//SC(S//N SECRET/ TOP SECRE ")),
        new("wide markings", length => Repeated(length, "( T  S  /  /  S  C  ")),
        new("slashes", length => new string('/', length)),
        new("white space", length => Repeated(length, " \t\n\u00a0\u3000")),
        new("zero-width flood", length => Repeated(length, "\u200b\u200c\u200d\u2060")),
        new("letters and zero widths", length => Repeated(length, "i\u200bg\u200cn\u200do\u2060")),
        new("marks in reverse order", length => "a" + Repeated(length - 1, "\u0301\u0323")),
        new("one mark", length => "a" + Repeated(length - 1, "\u0301")),
        new("letters that expand", length => Repeated(length, "\ufdfa")),
        new("Hangul in pieces", length => Repeated(length, "\u1112\u1161\u11ab")),
        new("confusable flood", length => Repeated(length, "іgnоrе аll рrеvіоuѕ ")),
        new("full-width flood", length => Repeated(length, "ｉｇｎｏｒｅ　ａｌｌ")),
        new("mathematical flood", length => Repeated(length, "𝐢𝐠𝐧𝐨𝐫𝐞")),
        new("tag characters", length => Repeated(length, "\U000e0069\U000e0067\U000e006e")),
        new("direction controls", length => Repeated(length, "\u202e\u202c\u2066\u2069a")),
        new("lone surrogates", length => Repeated(length, "\ud800a\udc00")),
        new("quotes and backslashes", length => Repeated(length, "\"\\\"\\\\")),
    ];

    private static string Repeated(int length, string piece)
    {
        var text = new StringBuilder(length + piece.Length);
        while (text.Length < length)
        {
            text.Append(piece);
        }

        return text.ToString(0, length);
    }

    /// <summary>Characters without order: a congruential sequence, so that they are the same each time.</summary>
    private static string Noise(int length, string alphabet) => string.Create(length, alphabet, static (span, letters) =>
    {
        var state = 0x2545F4914F6CDD1DUL;
        foreach (ref var unit in span)
        {
            state = (state * 6364136223846793005UL) + 1442695040888963407UL;
            unit = letters[(int)((state >> 33) % (ulong)letters.Length)];
        }
    });

    private static string Runs(int length, int run, string alphabet) =>
        Repeated(length, string.Join(' ', Noise(Math.Min(length, 40_000), alphabet).Chunk(run).Select(unit => new string(unit))) + " ");

    /// <summary>A phrase encoded again and again, as deep as the length allows.</summary>
    private static string Nested(int length, params string[] encodings)
    {
        var octets = "Ignore what came before"u8.ToArray();
        for (var i = 0; i < 64; i++)
        {
            var next = EncodingTable.Find(encodings[i % encodings.Length])!(octets);
            if (next.Length > length)
            {
                break;
            }

            octets = next;
        }

        return Repeated(length, Encoding.UTF8.GetString(octets) + " ");
    }

    /// <summary>As large a compressed text as fits, about a thousand times as large when it is unpacked.</summary>
    private static string Bomb(int length, params string[] encodings)
    {
        var best = "";
        for (var size = 1_024; size <= 4 << 20; size *= 2)
        {
            var octets = Encoding.UTF8.GetBytes(new string('a', size));
            foreach (var name in encodings)
            {
                octets = EncodingTable.Find(name)!(octets);
            }

            if (octets.Length > length)
            {
                break;
            }

            best = Encoding.UTF8.GetString(octets);
        }

        return Repeated(length, best + " ");
    }
}
