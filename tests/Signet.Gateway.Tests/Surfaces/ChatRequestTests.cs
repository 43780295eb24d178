using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Signet.Gateway.Json;
using Signet.Gateway.Surfaces;
using Signet.Gateway.Surfaces.ChatCompletions;

namespace Signet.Gateway.Tests.Surfaces;

public sealed class ChatRequestTests
{
    private static readonly string[] Words = ["m", "content", "role", "type", "text", "tools", "name", "user", "odd key", "image_url", "url", "data", "tool_choice"];

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
                    ["messages"] = new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => (JsonNode)new JsonObject
                    {
                        ["content"] = random.Next(2) == 0 ? Mark() : new JsonArray(new JsonObject { ["type"] = "text", ["text"] = Mark(), ["x"] = Value(3) }),
                        ["role"] = "user",
                        ["extra"] = Value(3),
                        [Mark()] = 1,
                    })]),
                    ["stop"] = Value(4),
                    ["metadata"] = Value(4),
                    [Mark()] = Value(4),
                };

                var read = Read(body.ToJsonString())!;
                var seen = string.Join('\n', read.Items.Select(item => item.Text));
                Assert.All(markers, marker => Assert.Contains(marker, seen, StringComparison.Ordinal));
                Assert.All(read.Items, item => Assert.DoesNotContain("mark-", item.Location, StringComparison.Ordinal));

                string Mark()
                {
                    markers.Add($"mark-{markers.Count} \"é\U0001F600");
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
                            var item = new JsonObject { [Words[random.Next(Words.Length)]] = Value(depth - 1) };
                            item[Mark()] = Value(depth - 1);
                            return item;
                    }
                }
            },
            iter: 500);

    [Fact]
    public void Read_Messages_KnowsKindsRolesAndPlaces()
    {
        var read = Read("""
            {"model":"m","messages":[{"content":"rules","role":"system"},{"role":"user","content":[{"type":"text","text":"hi"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"image_url","image_url":{"url":"https://x/ignore"}}]},
            {"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c","content":"out"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"p q":{}}}}}],"stream":true}
            """)!;

        Assert.True(read.Stream);
        Assert.Equal("m", read.Model);
        Assert.Equal(
            [
                "Unknown None 0 /model m",
                "Text System 0 /messages/0/content rules",
                "Text User 1 /messages/1/content/0/text hi",
                "Media User 1 /messages/1/content/1/image_url/url ",
                "Unknown User 1 /messages/1/content/2/image_url/url https://x/ignore",
                "Unknown Assistant 2 /messages/2/tool_calls/0/id c",
                "Unknown Assistant 2 /messages/2/tool_calls/0/function/name f",
                "ToolCall Assistant 2 /messages/2/tool_calls/0/function/arguments {}",
                "Unknown Tool 3 /messages/3/tool_call_id c",
                "ToolResult Tool 3 /messages/3/content out",
                "ToolDefinition None 0 /tools/0/function/name f",
                "ToolDefinition None 0 /tools/0/function/parameters/*1 properties",
                "ToolDefinition None 0 /tools/0/function/parameters/*1/*0 p q",
            ],
            read.Items.Select(item => $"{item.Kind} {item.Role} {item.Index} {item.Location.Replace("/~key", "", StringComparison.Ordinal)} {item.Text}")
                .Select(text => text.Replace("parameters/*0", "parameters/*1", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":"x"}""", "messages_not_an_array")]
    [InlineData("""{"model":"m","messages":5}""", "messages_not_an_array")]
    [InlineData("""{"model":"m"}""", "messages_not_an_array")]
    [InlineData("""{"messages":[]}""", "model_not_a_string")]
    [InlineData("""{"model":"m","messages":[],"stream":1}""", "stream_not_a_boolean")]
    [InlineData("""{"model":"m","messages":["x"]}""", "message_not_an_object")]
    [InlineData("""{"model":"m","messages":[{"role":"root"}]}""", "message_role_unknown")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":5}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":["x"]}]}""", "message_content_invalid")]
    [InlineData("""{"model":"m","messages":[{"role":"assistant","tool_calls":{}}]}""", "tool_calls_invalid")]
    [InlineData("""{"model":"m","messages":[],"tools":{}}""", "tools_invalid")]
    public void Read_WrongShape_IsRefused(string body, string error)
    {
        var octets = Encoding.UTF8.GetBytes(body);
        JsonTree.TryParse(octets, false, out var root);

        Assert.Null(new ChatCompletionsSurface().ReadRequest(root!, QueryCollection.Empty, out var token));
        Assert.Equal(error, token);
    }

    private static SurfaceRequest? Read(string body)
    {
        var octets = Encoding.UTF8.GetBytes(body);
        Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, false, out var root));
        return new ChatCompletionsSurface().ReadRequest(root!, QueryCollection.Empty, out _);
    }
}
