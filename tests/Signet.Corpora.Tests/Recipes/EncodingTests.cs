using System.IO.Compression;
using System.Text;

namespace Signet.Corpora.Tests.Recipes;

public sealed class EncodingTests
{
    [Theory]
    [InlineData("base64", "foobar!", "Zm9vYmFyIQ==")]
    [InlineData("base64_unpadded", "foobar!", "Zm9vYmFyIQ")]
    [InlineData("base64url", "?>?>", "Pz4_Pg")]
    [InlineData("base32", "foobar", "MZXW6YTBOI======")]
    [InlineData("base32_lower", "foobar", "mzxw6ytboi======")]
    [InlineData("base32hex", "foobar", "CPNMUOJ1E8======")]
    [InlineData("base85", "Ignore all, now!", "NoQ_va%CW4Y-}tbZf|!X")]
    [InlineData("ascii85", "Ignore all, now!", "8S;pZEb-A%ChtXFDJs_B")]
    [InlineData("ascii85_adobe", "Ignore all, now!", "<~8S;pZEb-A%ChtXFDJs_B~>")]
    [InlineData("base58", "Hello World!", "2NEpo7TZRRrLZSi2U")]
    [InlineData("hex", "key", "6b6579")]
    [InlineData("hex_spaced", "key", "6b 65 79")]
    [InlineData("hex_0x", "key", "0x6b, 0x65, 0x79")]
    [InlineData("binary", "ab", "01100001 01100010")]
    [InlineData("octal", "ab", "\\141\\142")]
    [InlineData("decimal", "ab", "97 98")]
    [InlineData("percent", "a b", "a%20b")]
    [InlineData("percent_all", "ab", "%61%62")]
    [InlineData("quoted_printable", "ab", "=61=62")]
    [InlineData("html_decimal", "aé", "&#97;&#233;")]
    [InlineData("html_hex", "aé", "&#x61;&#xe9;")]
    [InlineData("unicode_escapes", "aé", "\\u0061\\u00e9")]
    [InlineData("unicode_braces", "a😀", "\\u{61}\\u{1f600}")]
    [InlineData("punycode", "bücher ist", "bcher ist-q9a")]
    [InlineData("punycode", "Ωmega и", "mega -y7d02h")]
    [InlineData("uuencode", "Ignore all, now!", "begin 644 note.txt\n026=N;W)E(&%L;\"P@;F]W(0``\n`\nend\n")]
    [InlineData("rot13", "Hello", "Uryyb")]
    [InlineData("caesar:5", "xyz A", "cde F")]
    [InlineData("rot47", "Hello!", "w6==@P")]
    [InlineData("atbash", "abc XYZ", "zyx CBA")]
    [InlineData("reverse", "abc", "cba")]
    [InlineData("morse", "sos", "... --- ...")]
    [InlineData("nato", "ab", "Alfa Bravo")]
    [InlineData("pig_latin", "ignore this", "ignoreway isthay")]
    [InlineData("split:*", "abc", "a*b*c")]
    [InlineData("zero_width", "ab", "a\u200bb")]
    [InlineData("combining", "ab", "a\u0301b\u0308")]
    [InlineData("tags", "a", "\U000e0061")]
    [InlineData("full_width", "aZ 1", "ａＺ １")]
    [InlineData("math_bold", "aZ", "𝐚𝐙")]
    [InlineData("math_double_struck", "az", "𝕒𝕫")]
    [InlineData("circled", "aZ", "ⓐⓏ")]
    [InlineData("squared", "ab", "🄰🄱")]
    [InlineData("cyrillic", "pace", "расе")]
    [InlineData("bidi_override", "abc", "\u202ecba\u202c")]
    public void Encode_Text_IsAsOthersWriteIt(string encoding, string text, string expected) => Assert.Equal(expected, Lines.Encoded(text, encoding));

    [Fact]
    public void Encode_Compressed_ComesBack()
    {
        using var zipped = new MemoryStream(Convert.FromBase64String(Lines.Encoded("the same words, the same words", "gzip", "base64")));
        using var gzip = new GZipStream(zipped, CompressionMode.Decompress);
        Assert.Equal("the same words, the same words", new StreamReader(gzip, Encoding.UTF8).ReadToEnd());

        using var deflated = new MemoryStream(Convert.FromHexString(Lines.Encoded("again", "zlib", "hex")));
        using var zlib = new ZLibStream(deflated, CompressionMode.Decompress);
        Assert.Equal("again", new StreamReader(zlib, Encoding.UTF8).ReadToEnd());
    }

    [Fact]
    public void Encode_Several_FollowOneAnother() => Assert.Equal(
        "Ignore", Encoding.UTF8.GetString(Convert.FromBase64String(Lines.Encoded("Vtaber", "rot13", "base64"))));

    [Theory]
    [InlineData("no_such")]
    [InlineData("caesar:0")]
    [InlineData("caesar:26")]
    [InlineData("caesar:x")]
    [InlineData("split:")]
    [InlineData("repeat:0")]
    public void Encode_UnknownName_IsRefused(string encoding) => Assert.Throws<CorpusException>(() => Lines.Encoded("a", encoding));
}
