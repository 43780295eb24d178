using System.Text.Json.Nodes;
using Signet.Cli.AllInOne;

namespace Signet.Cli.Tests.AllInOne;

public sealed class DevelopmentModelTests
{
    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"hi"}]}""", "You wrote: hi", null, "")]
    [InlineData("""{"messages":[{"role":"user","content":"/say well"}]}""", "well", null, "")]
    [InlineData("""{"messages":[{"role":"user","content":"/tool t {\"a\":1}"}]}""", "", "t", "{\"a\":1}")]
    [InlineData("""{"messages":[{"role":"user","content":"/tool t"}]}""", "", "t", "{}")]
    [InlineData("""{"messages":[{"role":"user","content":[{"type":"text","text":"a"},{"type":"image_url"},{"type":"text","text":"b"}]}]}""", "You wrote: ab", null, "")]
    [InlineData("""{"messages":[{"role":"user","content":"a"},{"role":"user","content":null}]}""", "You wrote: ", null, "")]
    [InlineData("""{"input":"hi"}""", "You wrote: hi", null, "")]
    [InlineData("""{"input":[{"role":"user","content":"/tool t {}"}]}""", "", "t", "{}")]
    [InlineData("""{"input":[{"role":"user","content":[{"type":"input_text","text":"a"}]}]}""", "You wrote: a", null, "")]
    [InlineData("""{"input":7}""", "You wrote: ", null, "")]
    [InlineData("""{"messages":"x"}""", "You wrote: ", null, "")]
    [InlineData("""{"messages":[7,null]}""", "You wrote: ", null, "")]
    [InlineData("{}", "You wrote: ", null, "")]
    public void Answer_AnyRequest_DoesAsTheLastMessageSays(string request, string text, string? tool, string arguments)
    {
        var reply = DevelopmentModel.Answer(JsonNode.Parse(request)!.AsObject());
        Assert.Equal((text, tool, arguments), (reply.Text, reply.Tool, reply.Arguments));
        Assert.Equal(tool is null ? "stop" : "tool_calls", reply.FinishReason);
        Assert.True(reply.InputTokens > 0 && reply.OutputTokens > 0);
    }

    [Theory]
    [InlineData("hi", "You wrote: hi")]
    [InlineData("/say well", "well")]
    [InlineData("/tool t {}", "You wrote: /tool t {}")]
    [InlineData("", "You wrote: ")]
    public void Complete_AnyPrompt_IsTextAlone(string prompt, string text)
    {
        var reply = DevelopmentModel.Complete(prompt);
        Assert.Equal((text, null, "stop"), (reply.Text, reply.Tool, reply.FinishReason));
    }

    [Fact]
    public void Embed_AnyText_IsAVectorOfLengthOneOfItsOwn()
    {
        var texts = new[] { "", "a", "b", "a longer text", "\u00e9" };
        Assert.All(texts, text => Assert.Equal(DevelopmentModel.Embed(text), DevelopmentModel.Embed(text)));
        Assert.Equal(texts.Length, texts.Select(text => DevelopmentModel.Embed(text)[0]).Distinct().Count());
        Assert.All(texts, text =>
        {
            var vector = DevelopmentModel.Embed(text);
            Assert.Equal(DevelopmentModel.VectorLength, vector.Length);
            Assert.Equal(1, vector.Sum(number => number * number), 1e-5f);
        });
    }

    [Theory]
    [InlineData("\"a\"", "a")]
    [InlineData("[\"a\",\"b\"]", "a|b")]
    [InlineData("[]", "")]
    [InlineData("[7,null]", "|")]
    [InlineData("7", "")]
    public void TextsOf_Member_IsATextOrAList(string member, string texts) =>
        Assert.Equal(texts, string.Join('|', DevelopmentModel.TextsOf(JsonNode.Parse(member))));
}
