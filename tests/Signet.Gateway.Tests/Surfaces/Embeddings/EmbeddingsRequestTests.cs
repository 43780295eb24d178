using Microsoft.AspNetCore.Http;
using Signet.Gateway.Surfaces.Embeddings;

namespace Signet.Gateway.Tests.Surfaces.Embeddings;

public sealed class EmbeddingsRequestTests
{
    private static readonly EmbeddingsSurface Surface = new();

    [Fact]
    public void Read_EveryMember_BecomesAnItemWhereItHoldsText() => Assert.Equal(
        [
            "Text User 0 /input words",
            "Unknown None 0 /model m",
            "Unknown None 0 /user u-1",
            "Unknown None 0 /*6/~key odd",
            "Unknown None 0 /*6/input deep",
            "Unknown None 0 /*6/encoding_format float",
        ],
        SurfaceRead.Items(Surface, """
            {"input":"words","model":"m","encoding_format":"base64","dimensions":256,"user":"u-1","stream":false,
            "odd":{"input":"deep","encoding_format":"float"}}
            """));

    [Fact]
    public void Read_SeveralInputs_AreItemsOfTheirOwn() => Assert.Equal(
        ["Unknown None 0 /model m", "Text User 0 /input/0 one", "Text User 1 /input/1 two", "Unknown None 0 /encoding_format other"],
        SurfaceRead.Items(Surface, """{"model":"m","input":["one","two"],"encoding_format":"other","stream":null}"""));

    [Theory]
    [InlineData("""{"model":"m"}""", "input_invalid")]
    [InlineData("""{"model":"m","input":null}""", "input_invalid")]
    [InlineData("""{"model":"m","input":5}""", "input_invalid")]
    [InlineData("""{"model":"m","input":{"text":"x"}}""", "input_invalid")]
    [InlineData("""{"model":"m","input":[{"image":"AAAA"}]}""", "input_invalid")]
    [InlineData("""{"model":"m","input":["a",true]}""", "input_invalid")]
    [InlineData("""{"model":"m","input":[["a"]]}""", "input_invalid")]
    [InlineData("""{"model":"m","input":[1212,318]}""", "input_is_token_ids")]
    [InlineData("""{"model":"m","input":[[1212],[318]]}""", "input_is_token_ids")]
    [InlineData("""{"model":"m","input":["a",318]}""", "input_is_token_ids")]
    [InlineData("""{"model":"m","input":"x","input_ids":[1212]}""", "input_not_text")]
    [InlineData("""{"model":"m","input":["x"],"prompt_embeds":"AAAA"}""", "input_not_text")]
    [InlineData("""{"input":"x"}""", "model_not_a_string")]
    [InlineData("""{"input":"x","model":["m"]}""", "model_not_a_string")]
    [InlineData("""{"input":"x","model":"m","stream":0}""", "stream_not_a_boolean")]
    [InlineData("""{"input":"x","model":"m","stream":true}""", "stream_not_supported")]
    public void Read_WrongShape_IsRefused(string body, string error) => Assert.Equal((null, error), SurfaceRead.Of(Surface, body));

    [Theory]
    [InlineData("dimensions")]
    [InlineData("encoding_format")]
    [InlineData("user")]
    public void Read_TextInAMember_IsAnItem(string member)
    {
        foreach (var value in (string[])["\"words\"", "[7,\"words\"]", "{\"input\":\"words\"}"])
        {
            var read = SurfaceRead.Of(Surface, $$"""{"model":"m","input":"x","{{member}}":{{value}}}""").Read!;

            Assert.Equal("words", read.Items[^1].Text);
            Assert.StartsWith("/" + member, read.Items[^1].Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_NoBody_IsRefused()
    {
        Assert.Null(Surface.ReadRequest(null, QueryCollection.Empty, out var error));
        Assert.Equal("empty_body", error);
    }
}
