using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Signet.Corpora.Recipes;

/// <summary>Every encoding that a recipe can name: octets to octets, so that compressions can stand between texts.</summary>
internal static class EncodingTable
{
    private static readonly FrozenDictionary<string, Func<byte[], byte[]>> Named = All().ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The names.</summary>
    public static IEnumerable<string> Names => Named.Keys;

    /// <summary>An encoding, or null. <c>caesar:N</c>, <c>split:TEXT</c> and <c>repeat:N</c> take an argument.</summary>
    public static Func<byte[], byte[]>? Find(string name)
    {
        var colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return Named.GetValueOrDefault(name);
        }

        var argument = name[(colon + 1)..];
        var number = int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : 0;
        return name[..colon] switch
        {
            "caesar" when number is > 0 and < 26 => OfText(text => Ciphers.Caesar(text, number)),
            "split" when argument.Length > 0 => OfText(text => Disguises.Between(text, argument)),
            "repeat" when number is > 0 and <= 1_000 => OfText(text => string.Concat(Enumerable.Repeat(text, number))),
            _ => null,
        };
    }

    private static Dictionary<string, Func<byte[], byte[]>> All()
    {
        Dictionary<string, Func<byte[], byte[]>> all = new()
        {
            ["gzip"] = Compressions.Gzip,
            ["zlib"] = Compressions.ZLib,
            ["base64"] = OfOctets(octets => Convert.ToBase64String(octets)),
            ["base64_unpadded"] = OfOctets(octets => Convert.ToBase64String(octets).TrimEnd('=')),
            ["base64_mime"] = OfOctets(octets => Convert.ToBase64String(octets, Base64FormattingOptions.InsertLineBreaks)),
            ["base64url"] = OfOctets(octets => System.Buffers.Text.Base64Url.EncodeToString(octets)),
            ["base32"] = OfOctets(octets => BitGroups.Base32(octets, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
            ["base32_lower"] = OfOctets(octets => BitGroups.Base32(octets, "abcdefghijklmnopqrstuvwxyz234567")),
            ["base32hex"] = OfOctets(octets => BitGroups.Base32(octets, "0123456789ABCDEFGHIJKLMNOPQRSTUV")),
            ["hex"] = OfOctets(Convert.ToHexStringLower),
            ["hex_upper"] = OfOctets(Convert.ToHexString),
            ["hex_spaced"] = OfOctets(octets => Join(octets, " ", "{0:x2}")),
            ["hex_colons"] = OfOctets(octets => Join(octets, ":", "{0:x2}")),
            ["hex_0x"] = OfOctets(octets => Join(octets, ", ", "0x{0:x2}")),
            ["binary"] = OfOctets(octets => Join(octets, " ", "{0:b8}")),
            ["octal"] = OfOctets(octets => string.Concat(octets.Select(octet => "\\" + Convert.ToString(octet, 8).PadLeft(3, '0')))),
            ["decimal"] = OfOctets(octets => Join(octets, " ", "{0}")),
            ["decimal_commas"] = OfOctets(octets => Join(octets, ", ", "{0}")),
            ["base36"] = OfOctets(octets => BigNumbers.Encode(octets, "0123456789abcdefghijklmnopqrstuvwxyz")),
            ["base58"] = OfOctets(octets => BigNumbers.Encode(octets, "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")),
            ["base62"] = OfOctets(octets => BigNumbers.Encode(octets, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")),
            ["base85"] = OfOctets(BitGroups.Base85),
            ["ascii85"] = OfOctets(octets => BitGroups.Ascii85(octets)),
            ["ascii85_adobe"] = OfOctets(octets => "<~" + BitGroups.Ascii85(octets) + "~>"),
            ["uuencode"] = OfOctets(BitGroups.UuEncode),
            ["percent"] = OfText(Uri.EscapeDataString),
            ["percent_all"] = OfOctets(octets => Join(octets, "", "%{0:X2}")),
            ["quoted_printable"] = OfOctets(octets => Join(octets, "", "={0:X2}")),
            ["quoted_printable_breaks"] = OfOctets(octets => string.Join("=\r\n", octets.Chunk(20).Select(line => Join(line, "", "={0:X2}")))),
            ["hex_escapes"] = OfOctets(octets => Join(octets, "", "\\x{0:x2}")),
            ["html_decimal"] = OfRunes("&#{0};"),
            ["html_hex"] = OfRunes("&#x{0:x};"),
            ["unicode_escapes"] = OfText(text => string.Concat(text.Select(unit => $"\\u{(int)unit:x4}"))),
            ["unicode_braces"] = OfRunes("\\u{{{0:x}}}"),
            ["hex_braces"] = OfRunes("\\x{{{0:x}}}"),
            ["punycode"] = OfText(Punycode.Encode),
            ["rot13"] = OfText(text => Ciphers.Caesar(text, 13)),
            ["rot47"] = OfText(Ciphers.Rot47),
            ["atbash"] = OfText(Ciphers.Atbash),
            ["reverse"] = OfText(Ciphers.Reverse),
            ["reverse_words"] = OfText(text => string.Join(' ', text.Split(' ').Select(Ciphers.Reverse))),
            ["morse"] = OfText(Ciphers.Morse),
            ["nato"] = OfText(Ciphers.Nato),
            ["pig_latin"] = OfText(Ciphers.PigLatin),
            ["upper"] = OfText(text => text.ToUpperInvariant()),
            ["zero_width"] = OfText(text => Disguises.Between(text, "\u200b")),
            ["zero_width_mixed"] = OfText(Disguises.ZeroWidth),
            ["soft_hyphens"] = OfText(text => Disguises.Between(text, "\u00ad")),
            ["combining"] = OfText(text => Disguises.Marks(text, ["\u0301", "\u0308", "\u0323"])),
            ["combining_heavy"] = OfText(text => Disguises.Marks(text, ["\u0335\u0301\u0323", "\u0336\u0308\u0331", "\u0338\u030a\u0325"])),
            ["enclosing"] = OfText(text => Disguises.Marks(text, ["\u20dd", "\u20e3"])),
            ["variation_selectors"] = OfText(text => Disguises.Marks(text, ["\ufe0f", "\U000e0101"])),
            ["bidi_override"] = OfText(text => "\u202e" + Ciphers.Reverse(text) + "\u202c"),
            ["bidi_isolates"] = OfText(text => string.Join(' ', text.Split(' ').Select(word => "\u2067" + word + "\u2069"))),
            ["bidi_marks"] = OfText(text => Disguises.Between(text, "\u200e")),
            ["tags"] = OfText(Disguises.Tags),
            ["letter_spacing"] = OfText(text => Disguises.Between(text, " ")),
            ["letter_lines"] = OfText(text => Disguises.Between(text, "\n")),
            ["no_spaces"] = OfText(text => text.Replace(" ", "", StringComparison.Ordinal)),
            ["camel"] = OfText(text => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(text).Replace(" ", "", StringComparison.Ordinal)),
            ["snake"] = OfText(text => text.Replace(' ', '_')),
            ["mixed_case"] = OfText(text => string.Concat(text.Select((unit, at) => at % 2 == 0 ? char.ToUpperInvariant(unit) : char.ToLowerInvariant(unit)))),
            ["nfd"] = OfText(text => text.Normalize(NormalizationForm.FormD)),
        };
        foreach (var (name, alphabet) in LookAlikes.Alphabets)
        {
            all[name] = OfText(text => alphabet.Write(text));
        }

        return all;
    }

    private static Func<byte[], byte[]> OfText(Func<string, string> encode) => octets => Encoding.UTF8.GetBytes(encode(Encoding.UTF8.GetString(octets)));

    private static Func<byte[], byte[]> OfOctets(Func<byte[], string> encode) => octets => Encoding.UTF8.GetBytes(encode(octets));

    private static Func<byte[], byte[]> OfRunes(string format) => OfText(
        text => string.Concat(text.EnumerateRunes().Select(rune => string.Format(CultureInfo.InvariantCulture, format, rune.Value))));

    private static string Join(byte[] octets, string separator, string format) =>
        string.Join(separator, octets.Select(octet => string.Format(CultureInfo.InvariantCulture, format, octet)));
}
