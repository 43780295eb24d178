using System.Net;
using System.Text;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class MessagesFlowTests
{
    private const string Path = "/v1/messages";
    private const string Plain = """{ "model":"m", "max_tokens":16, "messages":[{"role":"user","content":"Once"}] }""";
    private const string Ask = """{"model":"m","max_tokens":16,"stream":true,"messages":[{"role":"user","content":"Once"}]}""";
    private const string Answer = """
        { "id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"upon"}],
          "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":2} }
        """;

    private const string Begin = """{"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[],"usage":{"input_tokens":1,"output_tokens":1}}}""";
    private const string Start = """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}""";
    private const string Stop = """{"type":"content_block_stop","index":0}""";
    private const string Finish = """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":2}}""";
    private const string End = """{"type":"message_stop"}""";

    [Fact]
    public async Task Unary_Allowed_ForwardsOctetsAndHeadersAndIsRecorded()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context =>
        {
            context.Response.Headers["request-id"] = "req_1";
            context.Response.Headers["anthropic-ratelimit-requests-remaining"] = "5";
            return FakeLlm.RespondAsync(context, 200, "application/json", Answer);
        };

        using var response = await host.PostAsync(Plain, Anthropic, Path + "?beta=true");

        Assert.Equal((HttpStatusCode.OK, Answer), (response.StatusCode, await TextAsync(response)));
        Assert.Equal("req_1", response.Headers.GetValues("request-id").Single());
        Assert.Equal("5", response.Headers.GetValues("anthropic-ratelimit-requests-remaining").Single());
        var call = Assert.Single(host.Llm.Calls);
        Assert.Equal((Path, Plain), (call.Path, Encoding.UTF8.GetString(call.Body)));
        Assert.Equal(("key", "2023-06-01", "b1,b2"), (call.Headers["x-api-key"], call.Headers["anthropic-version"], call.Headers["anthropic-beta"]));
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
        var completed = host.Transport.Decisions[1].Details!;
        Assert.Equal(("anthropic.messages", "m"), (completed.Request.Surface, completed.Request.Model));
        Assert.Equal((1L, 2L, "end_turn"), (completed.Response!.InputTokens, completed.Response.OutputTokens, completed.Response.FinishReason));
        Assert.True(PromiseReceipt.TryParse(response.Headers.GetValues("X-Signet-Receipt").Single(), out var receipt));
        Assert.True(receipt!.Covers(completed.Response.Sha256, Encoding.UTF8.GetBytes(Answer)));
    }

    [Theory]
    [InlineData(true, "X-Api-Key", "own-key")]
    [InlineData(false, "Authorization", "Bearer own-key")]
    public async Task Key_OfTheGateway_GoesWhereTheApiWantsIt(bool anthropic, string field, string value)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.UpstreamApiKey = "own-key");

        using var response = await host.PostAsync(Plain, request =>
        {
            if (anthropic)
            {
                request.Headers.Add("anthropic-version", "2023-06-01");
            }
        }, Path);

        var headers = host.Llm.Calls.Single().Headers;
        Assert.Equal(value, headers[field]);
        Assert.False(headers.ContainsKey(anthropic ? "Authorization" : "X-Api-Key"));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"a SECRET"}]}]}""")]
    [InlineData("""{"model":"m","system":"a SECRET","messages":[]}""")]
    [InlineData("""{"model":"m","messages":[],"mcp_servers":[{"type":"url","url":"https://SECRET"}]}""")]
    public async Task Request_RefusedAtAdmission_IsRecordedAndNotForwarded(string body)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body, path: Path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Empty(host.Llm.Calls);
        Assert.Equal((EventPhase.Refused, "marker"), (host.Transport.Decisions[0].Phase, host.Transport.Decisions[0].Details!.Check));
    }

    [Theory]
    [InlineData(Path, """{"model":"m","messages":[{"role":"user","content":[{"type":"hologram"}]}]}""", "unknown_content")]
    [InlineData(Path, """{"model":"m","messages":[],"tools":{}}""", "tools_invalid")]
    [InlineData(Path + "?beta=maybe", Plain, "query_invalid")]
    [InlineData(Path + "?alpha=true", Plain, "query_not_supported")]
    [InlineData(Path + "/count_tokens", Ask, "stream_not_supported")]
    [InlineData(Path, "", "empty_body")]
    public async Task Request_ThatHidesContent_IsRecordedAndRefused(string path, string body, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body, path: path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"error\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Refused, error), (host.Transport.Decisions[0].Phase, host.Transport.Decisions[0].Details!.Reason));
        Assert.Empty(host.Llm.Calls);
    }

    [Fact]
    public async Task Request_Redacted_ChangesOnlyTheStringsThatHoldIt()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Body = """{ "model":"m", "system":[{"type":"text","text":"PIN"}], "container":"PIN", "messages":[ {"role":"user","content":"a PIN \u0063"} ] }""";

        using var response = await host.PostAsync(Body, path: Path);

        // An edited string is written anew; the others keep their octets.
        Assert.Equal(
            Body.Replace("PIN", "[x]", StringComparison.Ordinal).Replace("\\u0063", "c", StringComparison.Ordinal),
            Encoding.UTF8.GetString(host.Llm.Calls.Single().Body));
        Assert.Equal(EventDecision.Redact, host.Transport.Decisions[0].Details!.Decision);
    }

    [Fact]
    public async Task CountTokens_Allowed_IsAnsweredAndRecorded()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", """{"input_tokens":14}""");

        using var response = await host.PostAsync(Plain, Anthropic, Path + "/count_tokens");

        Assert.Equal("""{"input_tokens":14}""", await TextAsync(response));
        Assert.Equal(
            ("anthropic.count_tokens", 14L),
            (host.Transport.Decisions[1].Details!.Request.Surface, host.Transport.Decisions[1].Details!.Response!.InputTokens));
    }

    [Theory]
    [InlineData("/v1/models?limit=2&after_id=a", true, "anthropic.models", "/v1/models")]
    [InlineData("/v1/models/claude-x", true, "anthropic.model", "/v1/models/claude-x")]
    [InlineData("/v1/models", false, "openai.models", "/v1/models")]
    [InlineData("/v1/models/gpt-x", false, "openai.model", "/v1/models/gpt-x")]
    public async Task Models_OfEitherFamily_AreAnswered(string path, bool anthropic, string surface, string upstream)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", """{"data":[{"type":"model","id":"claude-x"}],"has_more":false}""");
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (anthropic)
        {
            Anthropic(request);
        }

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(surface, host.Transport.Decisions[0].Details!.Request.Surface);
        Assert.Equal(upstream, host.Llm.Calls.Single().Path);
    }

    [Fact]
    public async Task Models_QueryOfTheOtherFamily_IsRefused()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.Client.GetAsync(new Uri("/v1/models?limit=2", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Stream_InSingleOctets_EndsWithReceiptAndItsOwnLastEvent()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var recorded = Event(Begin) + Event(Start) + Event(Text("a P")) + Event("""{"type":"ping"}""") + Event(Text("IN b")) + Event(Stop) + Event(Finish)
            + Event(End);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(recorded).Select(octet => new[] { octet }));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.StartsWith(Event(Begin) + Event(Start) + Event(Text("a [x]")) + Event("""{"type":"ping"}""") + Event(Text(" b")) + Event(Stop) + Event(Finish), text, StringComparison.Ordinal);
        Assert.Contains("\n: signet-receipt signet=v1;", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\n" + Event(End), text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
        Assert.Equal("end_turn", host.Transport.Decisions[1].Details!.Response!.FinishReason);
    }

    [Fact]
    public async Task Stream_EventsWithoutNames_GetThem()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes($"data: {Begin}\n\ndata: {End}\n\n"));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.StartsWith(Event(Begin), text, StringComparison.Ordinal);
        Assert.EndsWith(Event(End), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Blocked_EndsWithAnErrorThatSdksRaise()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Event(Begin) + Event(Start) + Event(Text("ok SEC")) + Event(Text("RET more")) + Event(End)));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.DoesNotContain("SEC", text, StringComparison.Ordinal);
        Assert.Contains("event: error\ndata: {\"signet_abort\":true,\"reason\":\"refused\",\"correlation_id\":", text, StringComparison.Ordinal);
        Assert.Contains(",\"type\":\"error\",\"error\":{\"type\":\"signet_abort\",\"message\":\"The answer was cut by signet: refused\"}}\n\n", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\n" + Event(End), text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Aborted], host.Transport.Decisions.Select(value => value.Phase));
    }

    [Fact]
    public async Task Stream_WithheldCall_IsRecordedAndSaysSo()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(
            Event(Begin) + Event("""{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"c","name":"rm","input":{}}}""")
            + Event(Stop) + Event(Finish.Replace("end_turn", "tool_use", StringComparison.Ordinal)) + Event(End)));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.StartsWith(
            Event(Begin) + Event(Start) + Event(Text("A tool call was withheld by policy.")) + Event(Stop) + Event(Finish), text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.ToolCall, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
    }

    [Fact]
    public async Task Stream_UpstreamError_GoesOnAndIsRecordedAsAborted()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var error = Event("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""");
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Event(Begin) + error));

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.EndsWith(error, await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, "upstream_error"), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    [Theory]
    [InlineData("event: message_stop\ndata: {\"type\":\"message_start\",\"message\":{}}\n\n", "upstream_sse_malformed")]
    [InlineData("event: ping\ndata: [DONE]\n\n", "upstream_sse_malformed")]
    [InlineData("data: {\"type\":\"BAD NAME\"}\n\n", "upstream_sse_malformed")]
    [InlineData("data: {\"type\":\"content_block_stop\",\"index\":0}\n\n", "upstream_sse_malformed")]
    [InlineData("data: {\"type\":\"weather_report\"}\n\n", "upstream_unknown_content")]
    [InlineData("data: {\"type\":\"ping\"}\n\n", "upstream_sse_unterminated")]
    public async Task Stream_UpstreamFault_AbortsAndIsRecordedFirst(string stream, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(stream));

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.Contains($"\"reason\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, error), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    [Fact]
    public async Task Unary_UpstreamErrorStatus_IsInspectedAndKept()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 429, "application/json", """{"type":"error","error":{"type":"rate_limit_error","message":"a PIN"},"request_id":"req_1"}""");

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("""{"type":"error","error":{"type":"rate_limit_error","message":"a [x]"},"request_id":"req_1"}""", await TextAsync(response));
    }

    private static void Anthropic(HttpRequestMessage request)
    {
        request.Headers.Add("x-api-key", "key");
        request.Headers.Add("anthropic-version", "2023-06-01");
        request.Headers.Add("anthropic-beta", "b1,b2");
    }

    private static string Text(string text) => $$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{text}}}"}}""";

    private static string Event(string data) =>
        $"event: {System.Text.Json.Nodes.JsonNode.Parse(data)!["type"]!.GetValue<string>()}\ndata: {data}\n\n";

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
