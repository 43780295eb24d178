using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class EscapeDecoderTests
{
    private static readonly string Prose = string.Concat(Enumerable.Repeat("The report of the day says that the river is calm. ", 20));

    [Theory]
    [InlineData("a%20b", "percent 0-5 a b")]
    [InlineData("&lt;a&#98;", "html 0-10 <ab")]
    [InlineData("\\u0061\\x62\\u{63}", "escapes 0-16 abc")]
    [InlineData("a=3Db=\r\nc", "quoted-printable 0-9 a=bc")]
    [InlineData("%C3%A4", "percent 0-6 \u00E4")]
    public void Decode_Escapes_AreUndone(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(RecordingSink.Decode(new EscapeDecoder(), text, prefilters: true)));

    [Theory]
    [InlineData("100% of it; a=b && c")]
    [InlineData("%zz &nothing; \\q")]
    public void Decode_NoEscape_MakesNothing(string text) => Assert.Empty(RecordingSink.Decode(new EscapeDecoder(), text, prefilters: true));

    [Fact]
    public void Decode_EscapesFarApart_AreReadApart()
    {
        string text = Prose + "a%2Fb " + Prose + "c%2Fd%2Fe " + Prose;
        List<string> products = RecordingSink.Decode(new EscapeDecoder(), text, prefilters: true);
        Assert.Equal(2, products.Count);
        Assert.Contains("a/b", products[0], StringComparison.Ordinal);
        Assert.Contains("c/d/e", products[1], StringComparison.Ordinal);
        Assert.All(products, product => Assert.True(product.Length < 900));
    }

    /// <summary>Each is a part of the whole text with all escapes undone, and all escapes are in one of them.</summary>
    [Fact]
    public void Decode_RandomText_IsCutFromTheWhole()
    {
        Gen<string> pieces = Gen.OneOf(
            Gen.Int[0, 900].Select(length => Prose[..length]), Gen.Int[0, 900].Select(length => new string(' ', length)),
            Gen.Int[0, 4].Select(i => new[] { "%41", "%C3%A4", "%%41", "%4", "\u00E4" }[i]));
        pieces.Array[1, 12].Select(string.Concat).Sample(text =>
        {
            string[] whole = [.. Texts(RecordingSink.Decode(new EscapeDecoder(), text, prefilters: false))];
            string[] parts = [.. Texts(RecordingSink.Decode(new EscapeDecoder(), text, prefilters: true))];
            Assert.Equal(whole.Length, Math.Min(parts.Length, 1));
            int from = 0;
            foreach (string part in parts)
            {
                int found = whole[0].IndexOf(part, from, StringComparison.Ordinal);
                Assert.True(found >= 0);
                from = found;
            }

            Assert.True(whole.Length == 0 || whole[0].Count(c => c == 'A') == parts.Sum(part => part.Count(c => c == 'A')));
        });
    }

    private static IEnumerable<string> Texts(List<string> products) => products.Select(product => product.Split(' ', 3)[2]);
}
