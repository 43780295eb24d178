using System.Text;
using System.Text.Json.Nodes;
using Signet.Gateway.Json;
using Signet.Gateway.Streaming;
using Signet.Gateway.Surfaces.Responses;

namespace Signet.Gateway.Tests.Surfaces.Responses;

public sealed class ResponsesStreamFormTests
{
    [Theory]
    [InlineData("response.created", """{"type":"response.created"}""", "response.created")]
    [InlineData("", """{"type":"response.created"}""", "response.created")]
    [InlineData("message", """{"type":"response.created"}""", null)]
    [InlineData("response.completed", """{"type":"response.created"}""", null)]
    [InlineData("x\ny", """{"type":"x\ny"}""", null)]
    [InlineData("", """{"type":"thread.created event"}""", null)]
    [InlineData("", """{"type":5}""", null)]
    [InlineData("", "{}", null)]
    [InlineData("", "[]", null)]
    [InlineData("", """{"error":{"message":"x"}}""", "")]
    [InlineData("error", """{"error":{"message":"x"}}""", "error")]
    [InlineData("other", """{"error":{"message":"x"}}""", null)]
    public void NameOf_IsTheTypeOfTheData(string name, string data, string? expected) => Assert.Equal(expected, Name(new ResponsesStreamForm(), name, data));

    [Fact]
    public void Abort_IsAnErrorAndAFailedResponseWithTheNextNumbers()
    {
        var form = new ResponsesStreamForm();
        Name(form, "", """{"type":"response.created","sequence_number":4,"response":{"id":"resp_PIN","created_at":99}}""");

        var failed = Parse(form.Terminator(), "response.failed");
        var error = Parse(form.Abort(new AbortNotice("refused", "id-1", "inspection", null)), "error");

        Assert.Equal(
            """{"signet_abort":true,"reason":"refused","correlation_id":"id-1","stage":"inspection","type":"error","code":"signet_abort","message":"The answer was cut by signet: refused","param":null,"sequence_number":5,"error":{"type":"signet_abort","code":"refused","message":"The answer was cut by signet: refused","param":null}}""",
            error.ToJsonString());
        Assert.Equal((6, "failed", 99), ((int)failed["sequence_number"]!, (string)failed["response"]!["status"]!, (int)failed["response"]!["created_at"]!));
        Assert.Equal(("resp_signet", "response.failed"), ((string)failed["response"]!["id"]!, (string)failed["type"]!));
    }

    [Fact]
    public void Terminator_DoneAlone_IsNone() => Assert.False(new ResponsesStreamForm().IsTerminator(new SseEvent("[DONE]"u8.ToArray(), "")));

    private static string? Name(ResponsesStreamForm form, string name, string data)
    {
        var octets = Encoding.UTF8.GetBytes(data);
        Assert.Equal(JsonFault.None, JsonTree.TryParse(octets, true, out var root));
        return form.NameOf(new SseEvent(octets, name), root!);
    }

    private static JsonNode Parse(byte[] octets, string name)
    {
        var lines = Encoding.UTF8.GetString(octets).Split('\n');
        Assert.Equal(["event: " + name, "", ""], [lines[0], .. lines[2..]]);
        Assert.StartsWith("data: ", lines[1], StringComparison.Ordinal);
        return JsonNode.Parse(lines[1][6..])!;
    }
}
