using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Signet.Gateway.Tests.Surfaces.Responses;
using Signet.Ledger.Events;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class ResponsesFlowTests
{
    private const string Path = "/v1/responses";
    private const string Plain = """{ "model":"m", "input":"Hello" }""";
    private const string Ask = """{"model":"m","input":"Hello","stream":true}""";

    [Fact]
    public async Task Unary_Allowed_ForwardsOctetsAndIsRecorded()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var answer = new ResponseScript().Message(["Good ", "day"]).Whole;
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", answer);

        using var response = await host.PostAsync(Plain, path: Path);

        Assert.Equal((HttpStatusCode.OK, answer), (response.StatusCode, await TextAsync(response)));
        Assert.Equal((Path, Plain), (host.Llm.Calls.Single().Path, Encoding.UTF8.GetString(host.Llm.Calls.Single().Body)));
        var completed = host.Transport.Decisions[1].Details!;
        Assert.Equal(("openai.responses", "m"), (completed.Request.Surface, completed.Request.Model));
        Assert.Equal((3L, 5L, "completed"), (completed.Response!.InputTokens, completed.Response.OutputTokens, completed.Response.FinishReason));
    }

    [Theory]
    [InlineData("""{"input":"a SECRET"}""", 403, "refused")]
    [InlineData("""{"input":"x","instructions":"SECRET"}""", 403, "refused")]
    [InlineData("""{"input":[{"type":"function_call_output","call_id":"c","output":"SECRET"}]}""", 403, "refused")]
    [InlineData("""{"input":"x","tools":[{"type":"mcp","headers":{"SECRET":"x"}}]}""", 403, "refused")]
    [InlineData("""{"input":[{"type":"new_item"}]}""", 400, "unknown_content")]
    [InlineData("""{"input":[{"role":"user","content":5}]}""", 400, "message_content_invalid")]
    [InlineData("", 400, "empty_body")]
    public async Task Request_ThatMayNotGoOn_IsRecordedAndNotForwarded(string body, int status, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body, path: Path);

        Assert.Equal((status, error), ((int)response.StatusCode, (string?)JsonNode.Parse(await TextAsync(response))!["error"]));
        Assert.Empty(host.Llm.Calls);
        Assert.Equal(EventPhase.Refused, Assert.Single(host.Transport.Decisions).Phase);
    }

    [Fact]
    public async Task Request_Redacted_ChangesOnlyTheStringsThatHoldIt()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Body = """{ "model":"m", "input":[ {"role":"user","content":"a PIN"} ], "conversation":"PIN", "top_p":1.0 }""";

        using var response = await host.PostAsync(Body, path: Path);

        Assert.Equal(Body.Replace("PIN", "[x]", StringComparison.Ordinal), Encoding.UTF8.GetString(host.Llm.Calls.Single().Body));
    }

    [Fact]
    public async Task Stream_InSingleOctets_EndsWithReceiptAndItsLastEvent()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var script = new ResponseScript().Message(["a P", "IN"]).Call("ok", "{}").Call("rm", "{}").End();
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Sse(script.Events) + "data: [DONE]\n\n").Select(octet => new[] { octet }));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.StartsWith("event: response.created\ndata: {\"type\":\"response.created\",", text, StringComparison.Ordinal);
        var events = Events(text);
        Assert.Equal(("a [x]", "a [x]"), (ResponseScript.Texts(events).Deltas, ResponseScript.Texts(events).End));
        Assert.Equal(["0:message:", "1:function_call:ok"], ResponseScript.Items(JsonNode.Parse(events[^1])!["response"]!.ToJsonString()));
        var receipt = text.IndexOf("\n: signet-receipt signet=v1;", StringComparison.Ordinal);
        Assert.True(receipt > 0 && receipt < text.IndexOf("event: response.completed", StringComparison.Ordinal));
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.Equal(
            [EventPhase.Admitted, EventPhase.ToolCall, EventPhase.ToolCall, EventPhase.Completed],
            host.Transport.Decisions.Select(value => value.Phase));
        Assert.Equal("completed", host.Transport.Decisions[^1].Details!.Response!.FinishReason);
    }

    [Fact]
    public async Task Stream_Blocked_EndsWithAnErrorAndAFailedResponse()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Sse(new ResponseScript().Message(["ok SEC", "RET"]).End().Events)));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.DoesNotContain("RET", text, StringComparison.Ordinal);
        var events = Events(text);
        var (error, failed) = (JsonNode.Parse(events[^2])!, JsonNode.Parse(events[^1])!);
        Assert.Equal((true, "error", "refused"), ((bool)error["signet_abort"]!, (string)error["type"]!, (string)error["reason"]!));
        Assert.Equal(("response.failed", "failed"), ((string)failed["type"]!, (string)failed["response"]!["status"]!));
        Assert.Contains("event: error\ndata: {\"signet_abort\":true,", text, StringComparison.Ordinal);
        Assert.Contains("\n: signet-receipt signet=v1;", text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Aborted], host.Transport.Decisions.Select(value => value.Phase));
    }

    [Theory]
    [InlineData("data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n", "upstream_sse_malformed")]
    [InlineData("event: message\ndata: {\"type\":\"response.created\",\"response\":{}}\n\n", "upstream_sse_malformed")]
    [InlineData("data: [DONE]\n\n", "upstream_sse_malformed")]
    [InlineData("data: {\"type\":\"response.created\",\"response\":{}}\n\n", "upstream_sse_unterminated")]
    [InlineData("data: {\"type\":\"response.new_thing\"}\n\n", "upstream_unknown_content")]
    public async Task Stream_UpstreamFault_AbortsAndIsRecordedFirst(string stream, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(stream));

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.Contains($"\"reason\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, error), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    [Fact]
    public async Task Stream_UpstreamError_IsPassedOnAndRecordedAsAborted()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Error = """{"type":"error","sequence_number":2,"code":"server_error","message":"sorry","param":null}""";
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Sse([.. new ResponseScript().Events, Error])));

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.EndsWith($"event: error\ndata: {Error}\n\n", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, "upstream_error"), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    [Fact]
    public async Task Stream_Shadow_PassesAndIsRecorded()
    {
        await using var host = await GatewayHost.StartAsync(new PolicyPipeline([new MarkerCheck()], shadow: true, TimeProvider.System));
        var script = new ResponseScript().Message(["SECRET"]).Call("rm", "{}").End();
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Sse(script.Events)));

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.Equal("SECRET", ResponseScript.Texts(Events(await TextAsync(response))).End);
        Assert.Equal(EventDecision.Block, host.Transport.Decisions[^1].Details!.Decision);
    }

    [Fact]
    public async Task Get_StoredResponse_IsJudgedAgain()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var script = new ResponseScript().Message(["hi"]).Call("rm", "{}").End();
        var asked = "";
        host.Llm.Answer = context =>
        {
            asked = context.Request.Method + context.Request.Path + context.Request.QueryString;
            return asked.Contains("stream=true", StringComparison.Ordinal)
                ? FakeLlm.Stream(Encoding.UTF8.GetBytes(Sse(script.Events)))(context)
                : FakeLlm.RespondAsync(context, 200, "application/json", script.Whole);
        };

        var unary = await GetAsync(host, HttpMethod.Get, "/v1/responses/resp_1?include[]=message.output_text.logprobs");
        Assert.Equal(["0:message:"], ResponseScript.Items(unary));
        var streamed = await GetAsync(host, HttpMethod.Get, "/v1/responses/resp_1?stream=true&starting_after=3");
        Assert.Equal("GET/v1/responses/resp_1?stream=true&starting_after=3", asked);
        Assert.Equal(["0:message:"], ResponseScript.Items(JsonNode.Parse(Events(streamed)[^1])!["response"]!.ToJsonString()));
        Assert.Equal(2, host.Transport.Decisions.Count(value => value.Phase == EventPhase.ToolCall));
        Assert.All(host.Transport.Decisions, value => Assert.Equal("openai.responses.get", value.Details!.Request.Surface));
    }

    [Theory]
    [InlineData("DELETE", "/v1/responses/resp_1", """{"id":"resp_1","object":"response","deleted":true}""", "openai.responses.delete")]
    [InlineData("POST", "/v1/responses/resp_1/cancel", """{"id":"resp_1","object":"response","status":"cancelled","output":[]}""", "openai.responses.cancel")]
    [InlineData("GET", "/v1/responses/resp_1/input_items?limit=5&order=asc", """{"object":"list","data":[{"id":"m","type":"message","role":"user","content":[{"type":"input_text","text":"hi"}]}],"has_more":false}""", "openai.responses.input_items")]
    public async Task Stored_OtherPaths_AreForwardedAndInspected(string method, string path, string answer, string surface)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", answer);

        Assert.Equal(answer, await GetAsync(host, new HttpMethod(method), path));
        Assert.Equal((method, path.Split('?')[0]), (host.Llm.Calls.Single().Method, host.Llm.Calls.Single().Path));
        Assert.All(host.Transport.Decisions, value => Assert.Equal(surface, value.Details!.Request.Surface));
    }

    [Theory]
    [InlineData("GET", "/v1/responses/resp_1?order=asc", 400, "query_not_supported")]
    [InlineData("GET", "/v1/responses/resp_1?stream=yes", 400, "stream_not_a_boolean")]
    [InlineData("GET", "/v1/responses/a%2Fb", 404, "endpoint_not_gated")]
    [InlineData("PUT", "/v1/responses/resp_1", 405, "method_not_allowed")]
    public async Task Stored_OtherRequests_AreRefused(string method, string path, int status, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Contains($"\"error\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Empty(host.Llm.Calls);
    }

    private static async Task<string> GetAsync(GatewayHost host, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await TextAsync(response);
    }

    private static string Sse(IEnumerable<string> events) => string.Concat(
        events.Select(data => $"event: {JsonNode.Parse(data)!["type"]}\ndata: {data.ReplaceLineEndings("")}\n\n"));

    private static string[] Events(string text) =>
        [.. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line[6..])];

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
