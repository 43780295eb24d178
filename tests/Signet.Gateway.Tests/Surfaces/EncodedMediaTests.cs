using Signet.Gateway.Surfaces;

namespace Signet.Gateway.Tests.Surfaces;

public sealed class EncodedMediaTests
{
    [Theory]
    [InlineData("AACAPg==", true)]
    [InlineData("AACAPgAAgD4=", true)]
    [InlineData("AACAPgAAgD4AAIA+", true)]
    [InlineData("", false)]
    [InlineData("AACA", false)]
    [InlineData("AACAPg", false)]
    [InlineData("AACAPg=", false)]
    [InlineData("AACAPg==\n", false)]
    [InlineData(" AACAPg==", false)]
    [InlineData("AACA Pg==", false)]
    [InlineData("AACAPg==AACAPg==", false)]
    [InlineData("AAC-Pg==", false)]
    [InlineData("words", false)]
    public void IsVector_Text_IsBase64OfWholeNumbers(string text, bool isVector) => Assert.Equal(isVector, EncodedMedia.IsVector(text));

    [Theory]
    [InlineData("data:image/png;base64,AAAA", true)]
    [InlineData("data:;base64,", true)]
    [InlineData("data:image/png,AAAA", false)]
    [InlineData("data:image/png;base64", false)]
    [InlineData("data:image/png;note=x;base64,AAAA", false)]
    [InlineData("data:image/png;base64,AA AA", false)]
    [InlineData("data:,;base64,AAAA", false)]
    [InlineData("https://x/a;base64,AAAA", false)]
    [InlineData("", false)]
    public void IsDataUrl_Text_IsBase64AndNothingElse(string text, bool isUrl) => Assert.Equal(isUrl, EncodedMedia.IsDataUrl(text));
}
