using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class TextSurveyTests
{
    private static readonly Gen<string> Texts = Gen.OneOf(Gen.Char['\0', '\u017F'], Gen.Char["abz AZ09+/-_\t\n\r.,:"], Gen.Char).Array[0, 300]
        .Select(chars => new string(chars));

    [Fact]
    public void Read_AnyText_SaysOfEachCharacterWhatItIs()
    {
        TextSurvey sut = new();
        Texts.Sample(
            text =>
            {
                sut.Read(text);
                AssertBits(text, sut.NonBlanks, static c => !TextSurvey.IsBlank(c));
                AssertBits(text, sut.Base64Letters, static c => char.IsAsciiLetterOrDigit(c) || "+/-_".Contains(c, StringComparison.Ordinal));
                AssertBits(text, sut.Base64Lines, static c => char.IsAsciiLetterOrDigit(c) || "+/-_\t\r\n\v\f".Contains(c, StringComparison.Ordinal));
                AssertBits(text, sut.SmallLetters, char.IsAsciiLetterLower);
                AssertBits(text, sut.HexParts, static c => char.IsAsciiHexDigit(c) || " \t\r\n,:;-\\xX".Contains(c, StringComparison.Ordinal));
                AssertBits(text, sut.Rot47Parts, Rot47Decoder.IsPart);
            },
            threads: 1);
    }

    [Fact]
    public void Clear_LongText_IsReadAnewLikewise()
    {
        TextSurvey sut = new();
        string text = new('a', 1 << 20);
        sut.Read(text);
        sut.Clear();
        sut.Read("a b");
        Assert.Equal([0b101UL], sut.NonBlanks);
        sut.Read(text);
        AssertBits(text, sut.SmallLetters, char.IsAsciiLetterLower);
    }

    private static void AssertBits(string text, ReadOnlySpan<ulong> bits, Func<char, bool> expected)
    {
        Assert.Equal((text.Length + 63) / 64, bits.Length);
        for (int i = 0; i < bits.Length * 64; i++)
        {
            Assert.Equal(i < text.Length && expected(text[i]), (bits[i / 64] & (1UL << (i % 64))) != 0);
        }
    }
}
