using System.Net;
using System.Text;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class CompletionsFlowTests
{
    private const string Path = "/v1/completions";
    private const string Plain = """{ "model":"m", "prompt":"Once", "max_tokens":16 }""";
    private const string Ask = """{"model":"m","prompt":"Once","stream":true}""";
    private const string Answer = """
        { "id":"cmpl-1","object":"text_completion","choices":[{"index":0,"text":" upon","finish_reason":"stop"}],
          "usage":{"prompt_tokens":1,"completion_tokens":2} }
        """;

    [Fact]
    public async Task Unary_Allowed_ForwardsOctetsAndRecordsBeforeAnswering()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", Answer);

        using var response = await host.PostAsync(Plain, path: Path);

        Assert.Equal((HttpStatusCode.OK, Answer), (response.StatusCode, await TextAsync(response)));
        var call = Assert.Single(host.Llm.Calls);
        Assert.Equal((Path, Plain), (call.Path, Encoding.UTF8.GetString(call.Body)));
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
        var completed = host.Transport.Decisions[1].Details!;
        Assert.Equal(("openai.completions", "m"), (completed.Request.Surface, completed.Request.Model));
        Assert.Equal((1L, 2L, "stop"), (completed.Response!.InputTokens, completed.Response.OutputTokens, completed.Response.FinishReason));
        Assert.True(PromiseReceipt.TryParse(response.Headers.GetValues("X-Signet-Receipt").Single(), out var receipt));
        Assert.True(receipt!.Verify(host.PublicKey));
        Assert.True(receipt.Covers(completed.Response.Sha256, Encoding.UTF8.GetBytes(Answer)));
    }

    [Theory]
    [InlineData("prompt", "a SECRET", 403)]
    [InlineData("suffix", "a SECRET", 403)]
    [InlineData("stop", "a SECRET", 403)]
    [InlineData("SECRET", "x", 403)]
    [InlineData("user", "ASK", 202)]
    public async Task Request_RefusedAtAdmission_IsRecordedAndNotForwarded(string member, string text, int status)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        var prompt = member == "prompt" ? "" : "\"prompt\":\"p\",";
        using var response = await host.PostAsync($$"""{"model":"m",{{prompt}}"{{member}}":"{{text}}"}""", path: Path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(host.Llm.Calls);
        Assert.Equal((EventPhase.Refused, "marker"), (host.Transport.Decisions[0].Phase, host.Transport.Decisions[0].Details!.Check));
    }

    [Theory]
    [InlineData("""{"model":"m","prompt":[1212,318]}""", "prompt_is_token_ids")]
    [InlineData("""{"model":"m","prompt":[[1212],[318]],"stream":true}""", "prompt_is_token_ids")]
    [InlineData("""{"model":"m","prompt":"p","prompt_embeds":"AAAA","stream":true}""", "prompt_not_text")]
    [InlineData("""{"model":"m","prompt":"a","prompt":"b"}""", "duplicate_key")]
    [InlineData("", "empty_body")]
    public async Task Request_ThatHidesContent_IsRecordedAndRefused(string body, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body, path: Path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"error\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Refused, error), (host.Transport.Decisions[0].Phase, host.Transport.Decisions[0].Details!.Reason));
        Assert.Equal("openai.completions", host.Transport.Decisions[0].Details!.Request.Surface);
        Assert.Empty(host.Llm.Calls);
    }

    [Fact]
    public async Task Request_Redacted_ChangesOnlyTheStringsThatHoldIt()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Body = """{ "model":"m", "prompt":[ "a PIN" , "\u0063lean" ], "suffix":"PIN.", "logit_bias":{"PIN":1.50} }""";

        using var response = await host.PostAsync(Body, path: Path);

        Assert.Equal(Body.Replace("PIN", "[x]", StringComparison.Ordinal), Encoding.UTF8.GetString(host.Llm.Calls.Single().Body));
        Assert.Equal(EventDecision.Redact, host.Transport.Decisions[0].Details!.Decision);
    }

    [Fact]
    public async Task Unary_EchoedPrompt_IsInspectedLikeTheAnswer()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var echo = "a PIN";
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 200, "application/json", $$"""{"choices":[{"index":0,"text":"{{echo}} goes on","finish_reason":"stop"}]}""");

        using var edited = await host.PostAsync("""{"model":"m","prompt":"a P","echo":true}""", path: Path);
        echo = "a SECRET";
        using var blocked = await host.PostAsync("""{"model":"m","prompt":"a S","echo":true}""", path: Path);

        Assert.Equal("""{"choices":[{"index":0,"text":"a [x] goes on","finish_reason":"stop"}]}""", await TextAsync(edited));
        Assert.Equal(HttpStatusCode.Forbidden, blocked.StatusCode);
        Assert.DoesNotContain("goes on", await TextAsync(blocked), StringComparison.Ordinal);
        Assert.Equal(EventPhase.Aborted, host.Transport.Decisions[^1].Phase);
    }

    [Fact]
    public async Task Unary_AnswerOfAnotherApi_Is502AndNothingOfItPasses()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 200, "application/json", """{"choices":[{"message":{"tool_calls":[{"function":{"name":"ok","arguments":"{}"}}]}}]}""");

        using var response = await host.PostAsync(Plain, path: Path);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("upstream_protocol_violation", host.Transport.Decisions[^1].Details!.Reason);
    }

    [Fact]
    public async Task Stream_InSingleOctets_EndsWithReceiptAndTerminator()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var first = Piece(0, " up");
        var recorded = first + Piece(1, "Two P").Replace("\n", "\r\n", StringComparison.Ordinal) + Piece(0, "on", "stop")
            + Piece(1, "IN", "length").Replace("\n", "\r", StringComparison.Ordinal) + "data: [DONE]\r\n\r\n";
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(recorded).Select(octet => new[] { octet }));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(first + Piece(1, "Two [x]") + Piece(0, "on", "stop") + Piece(1, "", "length"), text, StringComparison.Ordinal);
        Assert.Contains("\n: signet-receipt signet=v1;", text, StringComparison.Ordinal);
        Assert.EndsWith("\n\ndata: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
        Assert.Equal(
            ("stop", "openai.completions"),
            (host.Transport.Decisions[1].Details!.Response!.FinishReason, host.Transport.Decisions[1].Details!.Request.Surface));
    }

    [Fact]
    public async Task Stream_Blocked_EndsWithAbortFrameAndWithoutTheMarker()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(Piece(0, "ok SEC") + Piece(0, "RET more", "stop") + "data: [DONE]\n\n"));

        using var response = await host.PostAsync(Ask, path: Path);
        var text = await TextAsync(response);

        Assert.DoesNotContain("SEC", text, StringComparison.Ordinal);
        Assert.Contains("data: {\"signet_abort\":true,\"reason\":\"refused\",\"correlation_id\":", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Aborted], host.Transport.Decisions.Select(value => value.Phase));
    }

    [Theory]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"x"}}]}""", "upstream_sse_malformed")]
    [InlineData("""{"choices":[{"index":0,"text":5}]}""", "upstream_sse_malformed")]
    [InlineData("""{"choices":[{"index":0,"text":"x"}]}""", "upstream_sse_unterminated")]
    public async Task Stream_UpstreamFault_AbortsAndIsRecordedFirst(string piece, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes($"data: {piece}\n\n"));

        using var response = await host.PostAsync(Ask, path: Path);

        Assert.Contains($"\"reason\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, error), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    private static string Piece(int index, string text, string? finish = null)
    {
        var reason = finish is null ? "null" : $"\"{finish}\"";
        return $$$"""data: {"id":"c","choices":[{"index":{{{index}}},"text":"{{{text}}}","finish_reason":{{{reason}}}}]}""" + "\n\n";
    }

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
