using System.Text;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;
using Signet.Gateway.Surfaces.Completions;
using Signet.Gateway.Surfaces.Messages;
using Signet.Gateway.Surfaces.Responses;

namespace Signet.Gateway.Tests.Surfaces;

public sealed class OutputBoundsTests
{
    [Theory]
    [InlineData("{}", null, 1)]
    [InlineData("""{"max_tokens":5}""", 5L, 1)]
    [InlineData("""{"max_tokens":5,"max_completion_tokens":7,"n":3}""", 7L, 3)]
    [InlineData("""{"max_tokens":9,"max_completion_tokens":7}""", 9L, 1)]
    [InlineData("""{"max_tokens":null,"max_completion_tokens":7,"n":null}""", 7L, 1)]
    [InlineData("""{"max_tokens":0}""", null, 1)]
    [InlineData("""{"max_tokens":-1}""", null, 1)]
    [InlineData("""{"max_tokens":1.5}""", null, 1)]
    [InlineData("""{"max_tokens":1e3}""", 1_000L, 1)]
    [InlineData("""{"max_tokens":1.50E+1}""", 15L, 1)]
    [InlineData("""{"max_tokens":20.0}""", 20L, 1)]
    [InlineData("""{"max_tokens":1e30}""", null, 1)]
    [InlineData("""{"max_tokens":1e-30}""", null, 1)]
    [InlineData("""{"max_tokens":1e300}""", null, 1)]
    [InlineData("""{"max_tokens":0,"max_completion_tokens":7}""", 7L, 1)]
    [InlineData("""{"max_tokens":"5"}""", null, 1)]
    [InlineData("""{"max_tokens":[5]}""", null, 1)]
    [InlineData("""{"max_tokens":5,"max_completion_tokens":"1000000"}""", null, 1)]
    [InlineData("""{"max_tokens":9223372036854775807}""", long.MaxValue, 1)]
    [InlineData("""{"max_tokens":9223372036854775808}""", null, 1)]
    [InlineData("""{"n":0}""", null, 1)]
    [InlineData("""{"n":-5}""", null, 1)]
    [InlineData("""{"n":1e1}""", null, 10)]
    [InlineData("""{"n":10.0}""", null, 10)]
    [InlineData("""{"n":100e-1}""", null, 10)]
    [InlineData("""{"n":1e300}""", null, 1_024)]
    [InlineData("""{"n":1.5}""", null, 1_024)]
    [InlineData("""{"n":"5"}""", null, 1_024)]
    [InlineData("""{"n":[5]}""", null, 1_024)]
    [InlineData("""{"n":true}""", null, 1_024)]
    [InlineData("""{"n":9223372036854775807}""", null, 1_024)]
    public void Read_Chat_TakesWholeNumbersInAnySpelling(string body, long? tokens, int choices) =>
        Assert.Equal((tokens, choices), Read(new ChatCompletionsSurface().Bounds, body));

    [Fact]
    public void Read_OtherSurfaces_TakeTheirOwnMembers()
    {
        const string Body = """{"max_tokens":5,"max_output_tokens":6,"n":2,"best_of":4}""";
        Assert.Equal((5L, 4), Read(new CompletionsSurface().Bounds, Body));
        Assert.Equal((5L, 1), Read(new MessagesSurface().Bounds, Body));
        Assert.Equal((6L, 1), Read(new ResponsesSurface().Bounds, Body));
        Assert.Equal((null, 1), Read(OutputBounds.None, Body));
    }

    [Theory]
    [InlineData("""{"prompt":"a","n":3}""", 3)]
    [InlineData("""{"prompt":["a"],"n":3}""", 3)]
    [InlineData("""{"prompt":["a","b"],"n":3}""", 6)]
    [InlineData("""{"prompt":[]}""", 1)]
    [InlineData("""{"prompt":["a","b"],"n":1000}""", 1_024)]
    [InlineData("""{"prompt":["a","b"],"n":9223372036854775807}""", 1_024)]
    public void Read_Completions_CountEveryPrompt(string body, int choices) =>
        Assert.Equal((null, choices), Read(new CompletionsSurface().Bounds, body));

    private static (long?, int) Read(OutputBounds bounds, string body)
    {
        var octets = Encoding.UTF8.GetBytes(body);
        Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, keepLoneSurrogates: false, out var root));
        return bounds.Read(root, octets);
    }
}
