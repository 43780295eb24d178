using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces.Completions;

namespace Signet.Gateway.Tests.Surfaces.Completions;

public sealed class CompletionsRequestTests
{
    private static readonly CompletionsSurface Surface = new();
    private static readonly string[] Words = ["prompt", "suffix", "text", "stop", "user", "odd key", "tokens", "data", "echo"];

    [Fact]
    public void Read_EveryMember_BecomesAnItemWhereItHoldsText() => Assert.Equal(
        [
            "Unknown None 0 /model m",
            "Text User 0 /prompt Once",
            "Text User 0 /suffix the end",
            "Unknown None 0 /stop/0 \n",
            "Unknown None 0 /stop/1 END",
            "Unknown None 0 /user u-1",
            "Unknown None 0 /logit_bias/*0/~key 50256",
            "Unknown None 0 /*18/~key odd",
            "Unknown None 0 /*18/text deep",
        ],
        SurfaceRead.Items(Surface, """
            {"model":"m","prompt":"Once","suffix":"the end","stop":["\n","END"],"user":"u-1","logit_bias":{"50256":-100},"max_tokens":16,
            "temperature":0.5,"top_p":1,"n":2,"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false},
            "logprobs":5,"echo":true,"presence_penalty":0,"frequency_penalty":0,"best_of":3,"seed":7,"odd":{"text":"deep"}}
            """));

    [Fact]
    public void Read_SeveralPrompts_AreItemsOfTheirOwn() => Assert.Equal(
        [
            "Text User 0 /prompt/0 one",
            "Text User 1 /prompt/1 ",
            "Text User 2 /prompt/2 three",
            "Unknown None 0 /model m",
            "Unknown None 0 /stop END",
        ],
        SurfaceRead.Items(Surface, """{"prompt":["one","","three"],"model":"m","stop":"END","suffix":null}"""));

    [Fact]
    public void Read_MembersOfOtherPlaces_AreNotTakenForThePrompt() => Assert.Equal(
        [
            "Text User 0 /prompt p",
            "Unknown None 0 /model m",
            "Unknown None 0 /*2/~key x",
            "Unknown None 0 /*2/prompt a",
            "Unknown None 0 /*2/suffix/0 b",
        ],
        SurfaceRead.Items(Surface, """{"prompt":"p","model":"m","x":{"prompt":"a","suffix":["b"]}}"""));

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    public void Read_Stream_IsWhatTheBodySays(string value, bool stream)
    {
        var read = SurfaceRead.Of(Surface, $$"""{"prompt":"p","model":"m","stream":{{value}}}""").Read!;

        Assert.Equal((stream, "m"), (read.Stream, read.Model));
    }

    [Theory]
    [InlineData("""{"model":"m"}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":null}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":5}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":true}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":{"prompt_string":"x","multimodal_data":["AAAA"]}}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":["a",null]}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":["a",{"text":"b"}]}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":[["a"]]}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":[[]]}""", "prompt_invalid")]
    [InlineData("""{"model":"m","prompt":[1,2]}""", "prompt_is_token_ids")]
    [InlineData("""{"model":"m","prompt":["a",5]}""", "prompt_is_token_ids")]
    [InlineData("""{"model":"m","prompt":[[1,2],[3]]}""", "prompt_is_token_ids")]
    [InlineData("""{"model":"m","prompt":["a",[3]]}""", "prompt_is_token_ids")]
    [InlineData("""{"model":"m","prompt":"p","prompt_embeds":"AAAA"}""", "prompt_not_text")]
    [InlineData("""{"model":"m","prompt":"p","prompt_token_ids":[1]}""", "prompt_not_text")]
    [InlineData("""{"model":"m","prompt":"p","input_embeds":[[0.5]]}""", "prompt_not_text")]
    [InlineData("""{"model":"m","prompt":"p","input_ids":[1]}""", "prompt_not_text")]
    [InlineData("""{"model":"m","prompt":"p","suffix":[1,2]}""", "suffix_not_a_string")]
    [InlineData("""{"model":"m","prompt":"p","suffix":["x"]}""", "suffix_not_a_string")]
    [InlineData("""{"prompt":"p"}""", "model_not_a_string")]
    [InlineData("""{"prompt":"p","model":5}""", "model_not_a_string")]
    [InlineData("""{"prompt":"p","model":null}""", "model_not_a_string")]
    [InlineData("""{"prompt":"p","model":"m","stream":1}""", "stream_not_a_boolean")]
    [InlineData("""{"prompt":"p","model":"m","stream":"true"}""", "stream_not_a_boolean")]
    [InlineData("""{"prompt":"p","model":"m","stream":{}}""", "stream_not_a_boolean")]
    public void Read_WrongShape_IsRefused(string body, string error) => Assert.Equal((null, error), SurfaceRead.Of(Surface, body));

    [Theory]
    [InlineData("max_tokens")]
    [InlineData("temperature")]
    [InlineData("top_p")]
    [InlineData("n")]
    [InlineData("stream_options")]
    [InlineData("logprobs")]
    [InlineData("echo")]
    [InlineData("stop")]
    [InlineData("presence_penalty")]
    [InlineData("frequency_penalty")]
    [InlineData("best_of")]
    [InlineData("logit_bias")]
    [InlineData("user")]
    [InlineData("seed")]
    public void Read_TextInAMember_IsAnItem(string member)
    {
        foreach (var value in (string[])["\"words\"", "[7,\"words\"]", "{\"prompt\":\"words\"}"])
        {
            var read = SurfaceRead.Of(Surface, $$"""{"model":"m","prompt":"x","{{member}}":{{value}}}""").Read!;

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

    [Fact]
    public void Read_MemberOfAnotherFormThatIsNull_Passes() =>
        Assert.NotNull(SurfaceRead.Of(Surface, """{"model":"m","prompt":"p","prompt_embeds":null}""").Read);

    [Fact]
    public void Read_DeepestBody_ShowsItsText()
    {
        var depth = JsonTree.MaxDepth - 1;
        var body = $$"""{"prompt":"p","model":"m","x":{{new string('[', depth)}}"deep"{{new string(']', depth)}}}""";

        Assert.Equal("deep", SurfaceRead.Of(Surface, body).Read!.Items[^1].Text);
    }

    [Fact]
    public void Read_RandomBody_ShowsEveryString() =>
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var random = new Random(seed);
                List<string> markers = [];
                var body = new JsonObject
                {
                    ["model"] = Mark(),
                    ["prompt"] = random.Next(2) == 0
                        ? Mark()
                        : new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => (JsonNode)Mark())]),
                    ["suffix"] = random.Next(2) == 0 ? null : Mark(),
                    ["stop"] = Value(4),
                    ["logit_bias"] = Value(3),
                    [Mark()] = Value(4),
                };

                var items = SurfaceRead.Of(Surface, body.ToJsonString()).Read!.Items;
                Assert.Equal(markers.Order(), items.Select(item => item.Text).Order());
                Assert.All(items, item => Assert.DoesNotContain("mark-", item.Location, StringComparison.Ordinal));

                string Mark()
                {
                    markers.Add($"mark-{markers.Count} \"\u00e9\U0001F600");
                    return markers[^1];
                }

                JsonNode? Value(int depth)
                {
                    switch (random.Next(depth == 0 ? 2 : 4))
                    {
                        case 0:
                            return Mark();
                        case 1:
                            return random.Next();
                        case 2:
                            return new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Value(depth - 1))]);
                        default:
                            var word = Words[random.Next(Words.Length)];
                            if (word == "odd key")
                            {
                                markers.Add(word);
                            }

                            return new JsonObject { [word] = Value(depth - 1), [Mark()] = Value(depth - 1) };
                    }
                }
            },
            iter: 500);
}
