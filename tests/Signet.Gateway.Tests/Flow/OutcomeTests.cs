using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class OutcomeTests
{
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string Ask = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("", "empty_body", 400)]
    [InlineData("{", "json_decode_error", 400)]
    [InlineData("[]", "non_object_body", 400)]
    [InlineData("{\"a\":1,\"\\u0061\":2}", "duplicate_key", 400)]
    [InlineData("{\"a\":\"\\ud800\"}", "lone_surrogate", 400)]
    [InlineData("{\"a\":1e999}", "non_finite_float", 400)]
    [InlineData("{\"a\":NaN}", "json_decode_error", 400)]
    [InlineData("\uFEFF{}", "invalid_encoding", 400)]
    [InlineData("{\"model\":\"m\",\"messages\":5}", "messages_not_an_array", 400)]
    public async Task Preflight_BadBody_IsRecordedAndRefused(string body, string error, int status)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body);

        await AssertRefusedAsync(host, response, error, status);
    }

    [Fact]
    public async Task Preflight_TooDeepOrTooLarge_IsRecordedAndRefused()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.MaxRequestBodyBytes = 2_048);

        using var deep = await host.PostAsync(new string('[', 65));
        await AssertRefusedAsync(host, deep, "json_too_deeply_nested", 400);
        using var large = await host.PostAsync("{\"a\":\"" + new string('x', 3_000) + "\"}");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
        Assert.Equal("body_too_large", host.Transport.Decisions[^1].Details!.Reason);
    }

    [Theory]
    [InlineData("X-Commit-Owner: human:a\r\nX-Commit-Owner: human:b\r\n", "duplicate_header")]
    [InlineData("X-Signet-Session: a\r\nX-Signet-Session: a\r\n", "duplicate_header")]
    [InlineData("X-Commit-Owner: human:\u00e9\r\n", "header_invalid_charset")]
    [InlineData("X-Signet-Session: a b\r\n", "session_id_invalid_charset")]
    [InlineData("Content-Encoding: gzip\r\n", "invalid_encoding")]
    [InlineData("x-api-key: a\r\nx-api-key: a\r\n", "duplicate_header")]
    [InlineData("api-key: a\u0001\r\n", "header_invalid_charset")]
    [InlineData("anthropic-beta: a\r\nanthropic-beta: b\r\n", "duplicate_header")]
    [InlineData("Idempotency-Key: a\r\nIdempotency-Key: b\r\n", "duplicate_header")]
    public async Task Preflight_BadHeaderOnTheSocket_IsRecordedAndRefused(string header, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        var answer = await RawAsync(host, $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}Content-Length: {Plain.Length}\r\n\r\n{Plain}");

        Assert.StartsWith("HTTP/1.1 400 ", answer, StringComparison.Ordinal);
        Assert.Contains($"\"error\":\"{error}\"", answer, StringComparison.Ordinal);
        Assert.Equal((EventPhase.Refused, error), (host.Transport.Decisions[0].Phase, host.Transport.Decisions[0].Details!.Reason));
        Assert.Empty(host.Llm.Calls);
    }

    [Fact]
    public async Task Preflight_LongSession_IsRefused()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(Plain, request => request.Headers.Add("X-Signet-Session", new string('a', 257)));

        await AssertRefusedAsync(host, response, "session_id_too_long", 400);
    }

    [Theory]
    [InlineData("POST", "/v1/threads", 404, "endpoint_not_gated")]
    [InlineData("POST", "/v1/chat%2Fcompletions", 404, "endpoint_not_gated")]
    [InlineData("GET", "/v1/chat/completions", 405, "method_not_allowed")]
    public async Task Routing_Unknown_IsRecordedAndRefused(string method, string path, int status, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await host.Client.SendAsync(request, TestContext.Current.CancellationToken);

        await AssertRefusedAsync(host, response, error, status);
        Assert.Equal(status == 405 ? ["POST"] : [], response.Content.Headers.Allow);
    }

    public static TheoryData<int, string, string, string, int, string> UpstreamFaults => new()
    {
        { 200, "text/html", "<html>", "", 502, "upstream_content_type_invalid" },
        { 200, "application/json", "<html>", "", 502, "upstream_decode_error" },
        { 200, "application/json", "[]", "", 502, "upstream_decode_error" },
        { 200, "application/json", "{\"choices\":5}", "", 502, "upstream_protocol_violation" },
        { 302, "application/json", "{}", "", 502, "upstream_redirected" },
        { 200, "application/json", "{}", "gzip", 502, "upstream_content_encoding_invalid" },
    };

    [Theory]
    [MemberData(nameof(UpstreamFaults))]
    public async Task Upstream_Fault_IsRecordedAndNothingOfItPasses(int status, string type, string body, string encoding, int expected, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context =>
        {
            if (encoding.Length > 0)
            {
                context.Response.Headers.ContentEncoding = encoding;
            }

            return FakeLlm.RespondAsync(context, status, type, body);
        };

        foreach (var ask in (string[])[Plain, Ask])
        {
            using var response = await host.PostAsync(ask);

            Assert.Equal(expected, (int)response.StatusCode);
            var aborted = host.Transport.Decisions[^1];
            Assert.Equal((EventPhase.Aborted, "upstream"), (aborted.Phase, aborted.Details!.Check));
            if (ask == Plain)
            {
                Assert.Equal(error, aborted.Details.Reason);
            }
        }
    }

    [Fact]
    public async Task Upstream_RefusesTheConnection_Is502()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.Upstream = new Uri("http://127.0.0.1:1/v1"));

        using var response = await host.PostAsync(Plain);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("upstream_unreachable", host.Transport.Decisions[^1].Details!.Reason);
    }

    [Fact]
    public async Task Upstream_Silent_Is504()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.UpstreamTimeout = TimeSpan.FromSeconds(1));
        host.Llm.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);

        using var response = await host.PostAsync(Plain);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Equal("upstream_timeout", host.Transport.Decisions[^1].Details!.Reason);
    }

    [Fact]
    public async Task Upstream_Error_PassesInspectedWithItsLimits()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "7";
            context.Response.Headers["x-ratelimit-remaining"] = "0";
            context.Response.Headers["X-Internal"] = "no";
            return FakeLlm.RespondAsync(context, 429, "application/json", """{"error":{"message":"slow PIN down"}}""");
        };

        using var response = await host.PostAsync(Ask);

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal("""{"error":{"message":"slow [x] down"}}""", await TextAsync(response));
        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
        Assert.Equal("0", response.Headers.GetValues("x-ratelimit-remaining").Single());
        Assert.False(response.Headers.Contains("X-Internal"));
    }

    [Theory]
    [InlineData("data: {\"choices\":[]}\n\n", "upstream_sse_unterminated")]
    [InlineData("data: nonsense\n\n", "upstream_sse_malformed")]
    [InlineData("event: x\ndata: {}\n\n", "upstream_sse_malformed")]
    [InlineData("data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":5}}]}\n\n", "upstream_sse_malformed")]
    public async Task Stream_UpstreamFault_AbortsAndIsRecordedFirst(string stream, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(stream));

        using var response = await host.PostAsync(Ask);

        Assert.Contains($"\"reason\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, error), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    [Fact]
    public async Task Stream_ToolCallRefused_IsRecordedBeforeTheEndAndVanishes()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(
            """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"rm","arguments":"{}"}}]}}]}""" + "\r\n\r\n"
            + """data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""" + "\r\n\r\ndata: [DONE]\r\n\r\n"));

        using var response = await host.PostAsync(Ask);
        var text = await TextAsync(response);

        Assert.StartsWith(
            """data: {"choices":[{"index":0,"delta":{"content":"A tool call was withheld by policy."},"finish_reason":"stop"}],"usage":""", text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.ToolCall, EventPhase.Completed], host.Transport.Decisions.Select(item => item.Phase));
        var call = host.Transport.Decisions[1].Details!;
        Assert.Equal(("rm", EventDecision.Block, "marker"), (call.Tool!.Name, call.Decision, call.Check));
        Assert.Equal(2, host.Transport.Decisions[2].Details!.Response!.OutputTokens);
    }

    [Fact]
    public async Task Unary_Blocked_NothingOfTheAnswerPasses()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.VerboseErrors = true);
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 200, "application/json", """{"choices":[{"message":{"content":"a SECRET"},"finish_reason":"stop"}]}""");

        using var response = await host.PostAsync(Plain);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        var text = await TextAsync(response);
        Assert.DoesNotContain("SECRET", text, StringComparison.Ordinal);
        Assert.Contains("\"check\":\"marker\",\"stage\":\"inspection\"", text, StringComparison.Ordinal);
        Assert.Equal(EventPhase.Aborted, host.Transport.Decisions[^1].Phase);
    }

    [Theory]
    [InlineData(EventPhase.Admitted)]
    [InlineData(EventPhase.Completed)]
    public async Task Unary_NotRecorded_Is503AndReleasesNothing(EventPhase phase)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()], options => options.RecordTimeout = TimeSpan.FromMilliseconds(200));
        host.Transport.Behaviour = (_, events, _) =>
            new([.. events.Select(item => item.Event.Phase == phase ? CommitOutcome.Quarantined : CommitOutcome.Recorded)]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 200, "application/json", """{"choices":[{"message":{"content":"words"},"finish_reason":"stop"}]}""");

        using var response = await host.PostAsync(Plain);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("recording_unavailable", await TextAsync(response), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Signet-Receipt"));
        Assert.Equal(phase == EventPhase.Admitted ? 0 : 1, host.Llm.Calls.Count);
    }

    [Fact]
    public async Task Stream_NotRecorded_EndsWithoutTerminator()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Transport.Behaviour = (_, events, _) =>
            new([.. events.Select(item => item.Event.Phase == EventPhase.Completed ? CommitOutcome.Quarantined : CommitOutcome.Recorded)]);
        host.Llm.Answer = FakeLlm.Stream("data: {\"choices\":[]}\n\ndata: [DONE]\n\n"u8.ToArray());

        using var response = await host.PostAsync(Ask);
        var text = await TextAsync(response);

        Assert.Contains("\"reason\":\"recording_unavailable\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_CallerHangsUp_IsRecordedAllTheSame()
    {
        var check = new MarkerCheck();
        await using var host = await GatewayHost.StartAsync([check]);
        host.Llm.Answer = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n\n");
                await context.Response.Body.FlushAsync();
                await Task.Delay(10);
            }
        };

        using (var response = await host.PostAsync(Ask))
        {
            await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.ReadExactlyAsync(new byte[10], TestContext.Current.CancellationToken);
        }

        while (host.Transport.Decisions.Count < 2)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal((EventPhase.Aborted, "client_disconnect"), (host.Transport.Decisions[1].Phase, host.Transport.Decisions[1].Details!.Reason));
        Assert.Single(check.Ends);
    }

    [Fact]
    public async Task Flood_OfRefusals_IsCountedInsteadOfRecordedSingly()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        var statuses = await Task.WhenAll(Enumerable.Range(0, 400).Select(async _ =>
        {
            using var response = await host.PostAsync("{");
            if ((int)response.StatusCode == 429)
            {
                Assert.Equal("1", response.Headers.GetValues("Retry-After").Single());
            }

            return (int)response.StatusCode;
        }));
        await host.StopAsync();

        var decisions = host.Transport.Decisions;
        Assert.Contains(429, statuses);
        Assert.Equal(statuses.Count(status => status == 400), decisions.Count(item => item.Details!.Count is null));
        Assert.Equal(statuses.Count(status => status == 429), decisions.Sum(item => item.Details!.Count ?? 0));
    }

    [Fact]
    public async Task Models_List_IsGatedLikeTheRest()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", """{"object":"list","data":[{"id":"m","object":"model"},{"id":"PIN","object":"model"}]}""");

        using var response = await host.Client.GetAsync("/v1/models", TestContext.Current.CancellationToken);

        Assert.Equal("""{"object":"list","data":[{"id":"m","object":"model"},{"id":"[x]","object":"model"}]}""", await TextAsync(response));
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(item => item.Phase));
        Assert.Equal(("GET", "/v1/models", 0), (host.Llm.Calls.Single().Method, host.Llm.Calls.Single().Path, host.Llm.Calls.Single().Body.Length));
    }

    [Fact]
    public async Task Any_Octets_AreAnsweredAndRecorded()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var random = new Random(7);
        const int Requests = 120;
        for (var i = 0; i < Requests; i++)
        {
            var body = Encoding.UTF8.GetBytes(Plain);
            for (var n = random.Next(4); n >= 0; n--)
            {
                body[random.Next(body.Length)] = (byte)random.Next(256);
            }

            using var response = await host.PostAsync("", request => request.Content = new ByteArrayContent(body));
            Assert.Contains((int)response.StatusCode, (int[])[200, 400, 429]);
        }

        await host.StopAsync();
        Assert.Equal(
            Requests, host.Transport.Decisions.Where(item => item.Phase is EventPhase.Refused or EventPhase.Completed).Sum(item => item.Details!.Count ?? 1));
    }

    private static async Task AssertRefusedAsync(GatewayHost host, HttpResponseMessage response, string error, int status)
    {
        Assert.Equal(status, (int)response.StatusCode);
        using var body = JsonDocument.Parse(await TextAsync(response));
        Assert.Equal(error, body.RootElement.GetProperty("error").GetString());
        var refused = host.Transport.Decisions[^1];
        Assert.Equal((EventPhase.Refused, EventStage.Preflight, error), (refused.Phase, refused.Details!.Stage, refused.Details.Reason));
        Assert.Equal(refused.Details.RequestId, body.RootElement.GetProperty("correlation_id").GetString());
        Assert.True(response.Headers.Contains("X-Signet-Receipt"));
        Assert.Empty(host.Llm.Calls);
    }

    private static Task<string> TextAsync(HttpResponseMessage response) => response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<string> RawAsync(GatewayHost host, string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, host.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
