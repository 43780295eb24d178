using System.Text;
using CsCheck;
using Microsoft.ML.Tokenizers;
using Signet.Gateway.Tokens;

namespace Signet.Gateway.Tests.Tokens;

/// <summary>Counts as the library does whose packages carry the vocabularies.</summary>
public sealed class TokenEncodingTests
{
    private static readonly TokenEncoding O200k = TokenEncoding.LoadO200k();
    private static readonly TokenEncoding Cl100k = TokenEncoding.LoadCl100k();
    private static readonly TiktokenTokenizer O200kOracle = TiktokenTokenizer.CreateForEncoding("o200k_base");
    private static readonly TiktokenTokenizer Cl100kOracle = TiktokenTokenizer.CreateForEncoding("cl100k_base");

    // Whole words, words that aren't, scripts, numbers, spaces, line ends, marks, halves of surrogates, and any character.
    private static readonly Gen<string> Pieces = Gen.Frequency(
        (3, OneOf(" the", "The", " cactus", "'ll", "'S", "don't", " antidisestablishmentarianism", "XMLHttpRequest", "ß", "İ", "ſ")),
        (2, OneOf("お誕生日", "Привет", "नमस्ते", "e\u0301", "👩‍🚀", "𝒳", "\ud800", "\udc00", "\ufffd", "\0")),
        (2, OneOf(" ", "  ", "\n", "\r\n", "\t", "\u00a0", "/", "//", "...", "123", "4567", "½", "٣")),
        (2, Gen.Char['a', 'z'].Array[1, 12].Select(letters => new string(letters))),
        (1, Gen.Char.Array[1, 4].Select(letters => new string(letters))));

    private static Gen<string> OneOf(params string[] pieces) => Gen.Int[0, pieces.Length - 1].Select(i => pieces[i]);

    [Fact]
    public void Count_AnyText_IsTheLibrarys() => Pieces.Array[0, 40].Select(string.Concat).Sample(
        text =>
        {
            // The library has octets of its own for half a surrogate, which aren't UTF-8.
            var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
            Assert.Equal(O200kOracle.CountTokens(wellFormed), O200k.Count(text));
            Assert.Equal(Cl100kOracle.CountTokens(wellFormed), Cl100k.Count(text));
        },
        iter: 4_000,
        threads: 1);

    [Theory]
    [InlineData("a", 1_024)]
    [InlineData("ab", 512)]
    [InlineData("zq", 512)]
    [InlineData("語", 1_024)]
    [InlineData("\ud83d\udc69", 512)]
    [InlineData(" ", 1_024)]
    [InlineData("\n ", 512)]
    [InlineData("-=", 512)]
    public void Count_OneLongWord_IsTheLibrarys(string part, int times)
    {
        var text = string.Concat(Enumerable.Repeat(part, times));
        Assert.Equal(O200kOracle.CountTokens(text), O200k.Count(text));
        Assert.Equal(Cl100kOracle.CountTokens(text), Cl100k.Count(text));
    }

    [Fact]
    public void Count_MarkerOfAConversation_CountsAsText() => Assert.True(O200k.Count("<|endoftext|>") > 1);

    [Theory]
    [InlineData("Microsoft.ML.Tokenizers.Data.O200kBase", "o200k_base", 199_998)]
    [InlineData("Microsoft.ML.Tokenizers.Data.Cl100kBase", "cl100k_base", 100_256)]
    public void Load_Package_HasEveryToken(string package, string encoding, int count)
    {
        var sut = TokenVocabulary.Load(package, encoding);
        Assert.Equal(count, sut.Count);
        Assert.All(Enumerable.Range(0, 256), octet => Assert.InRange(sut.RankOf([(byte)octet]), 0, 255));
        Assert.Equal(-1, sut.RankOf([]));
        Assert.Equal(-1, sut.RankOf("never a token of any kind"u8));
    }

    [Fact]
    public void Load_NoSuchVocabulary_Throws() =>
        Assert.Throws<InvalidDataException>(() => TokenVocabulary.Load("Microsoft.ML.Tokenizers.Data.O200kBase", "p50k_base"));
}
