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
}
