using System.Text;
using System.Text.Json;
using CsCheck;
using Signet.Gateway.Json;

namespace Signet.Gateway.Tests.Json;

public sealed class JsonTextTests
{
    [Theory]
    [InlineData("""{"a":"\u0053ECRE\u0054"}""", """{"a":"SECRET"}""")]
    [InlineData("""{"a":"\u0053EC""", """{"a":"SEC""")]
    [InlineData("""a\\u0053""", """a\u0053""")]
    [InlineData("""\"\/\b\f\n\r\t""", "\"/\b\f\n\r\t")]
    [InlineData("""\u00""", "u00")]
    [InlineData("""\uZZZZ""", "uZZZZ")]
    [InlineData("""\ud83d\ude00""", "\U0001F600")]
    [InlineData("""end\""", """end\""")]
    [InlineData("plain", "plain")]
    public void Unescape_AnyText_UndoesWhatIsAnEscape(string json, string text) => Assert.Equal(text, JsonText.Unescape(json));

    [Fact]
    public void Unescape_AString_IsWhatParsersRead() =>
        Gen.String.Where(text => text.All(c => !char.IsSurrogate(c))).Sample(
            text => Assert.Equal(text, JsonText.Unescape(JsonSerializer.Serialize(text))[1..^1]), iter: 1_000, threads: 1);

    [Fact]
    public void Unescape_NothingButEscapes_IsLinear()
    {
        var escapes = new StringBuilder().Insert(0, "\\u0041", 200_000).ToString();

        Assert.Equal(200_000, JsonText.Unescape(escapes).Length);
    }
}
