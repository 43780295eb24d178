using CsCheck;
using Signet.Policy.Decoding;

namespace Signet.Policy.Tests.Decoding;

public sealed class SurroundingsTests
{
    private static readonly Gen<string> Texts = Gen.Char["abc \n.1\u200B\u3164\u00E4"].Array[0, 60].Select(chars => new string(chars));

    [Theory]
    [InlineData("", 3, 2, 0)]
    [InlineData("abcdef", 3, 2, 3)]
    [InlineData("a   b   c", 3, 2, 5)]
    [InlineData("a   b   c", 0, 9, 9)]
    [InlineData("\u200B\u200Ba\u3164b", 0, 2, 5)]
    public void After_Text_HoldsCharactersAndLetters(string text, int least, int letters, int expected)
    {
        Assert.Equal(expected, Surroundings.After(text, least, letters, Surroundings.Letters));
        Assert.Equal(expected, Surroundings.Before(Encodings.Reverse(text), least, letters, Surroundings.Letters));
    }

    [Fact]
    public void Parts_AnyText_IsTrueWhenBothAreShorterThanIt() => Gen.Select(Texts, Gen.Int[0, 8], Gen.Int[0, 12]).Sample(
        (text, least, letters) =>
        {
            int after = Surroundings.After(text, least, letters, Surroundings.Letters);
            int before = Surroundings.Before(text, least, letters, Surroundings.Letters);
            bool parts = Surroundings.Parts(text, least, letters, Surroundings.Letters, out int behind, out int ahead);
            Assert.Equal(after + before < text.Length, parts);
            Assert.True(!parts || (behind == after && ahead == before));
        });
}
