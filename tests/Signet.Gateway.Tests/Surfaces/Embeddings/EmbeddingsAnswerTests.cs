using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Embeddings;
using Signet.Gateway.Tests.Streaming;
using Signet.Policy.Pipeline;

namespace Signet.Gateway.Tests.Surfaces.Embeddings;

public sealed class EmbeddingsAnswerTests
{
    [Theory]
    [InlineData("[0.25,-1e-3,3]")]
    [InlineData("\"AACAPgAAgD4AAIA+\"")]
    public async Task Answer_Vectors_PassAsTheyAreAndCountAsUnread(string vector)
    {
        var whole = $$"""
            { "object":"list","data":[ {"object":"embedding","index":0,"embedding":{{vector}}},
              {"object":"embedding","index":1,"embedding":{{vector}}} ],"model":"m","usage":{"prompt_tokens":5,"total_tokens":5} }
            """;

        var run = await Run().RunAsync(whole);

        Assert.Equal([whole], run.Released);
        Assert.Equal((5L, null), run.Tokens);
        Assert.Equal((Decision.Allow, (1, 2)), (run.Decision, run.Coverage));
    }

    [Theory]
    [InlineData("""{"data":[{"embedding":"SECRET"}]}""")]
    [InlineData("""{"data":[{"embedding":"SECRET=="}]}""")]
    [InlineData("""{"data":[{"embedding":"a SECRET in words"}]}""")]
    [InlineData("""{"data":[{"embedding":[0.1,"SECRET"]}]}""")]
    [InlineData("""{"data":[{"embedding":{"float":"SECRET"}}]}""")]
    [InlineData("""{"data":[{"embedding":[0.1],"object":"SECRET"}]}""")]
    [InlineData("""{"data":[{"embedding":[0.1],"SECRET":0}]}""")]
    [InlineData("""{"data":[{"index":"SECRET"}]}""")]
    [InlineData("""{"object":"SECRET"}""")]
    [InlineData("""{"model":"SECRET","data":[]}""")]
    [InlineData("""{"usage":{"x":"SECRET"}}""")]
    [InlineData("""{"error":{"message":"SECRET"}}""")]
    [InlineData("""{"embedding":"AACASECRET=="}""")]
    public async Task Answer_MarkerAnywhereButInAVector_Stops(string piece)
    {
        var run = await Run().RunAsync(piece);

        Assert.Equal(GateState.Stopped, run.State);
        Assert.Empty(run.Released);
    }

    [Theory]
    [InlineData("""{"data":5}""")]
    [InlineData("""{"data":"AACAPg=="}""")]
    [InlineData("""{"data":{"embedding":[1]}}""")]
    [InlineData("""{"data":["AACAPg=="]}""")]
    [InlineData("""{"data":[[0.5]]}""")]
    public async Task Answer_WrongShape_IsMalformed(string piece)
    {
        var run = await Run().RunAsync(piece);

        Assert.Equal(GateState.Malformed, run.State);
        Assert.Empty(run.Released);
    }

    [Fact]
    public async Task Answer_RedactedText_IsEditedInPlace()
    {
        var run = await Run().RunAsync("""{"data":[ {"embedding":"AACAPg==","note":"a PIN"} ],"model":"PIN"}""");

        Assert.Equal("""{"data":[ {"embedding":"AACAPg==","note":"a [x]"} ],"model":"[x]"}""", Assert.Single(run.Released));
    }

    private static GateRun Run() => new(streamed: false, reader: new EmbeddingsSurface().OpenAnswer(streamed: false));
}
