using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Signet.Ledger.Events;
using Signet.Messaging;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

/// <summary>
/// However a request ends, it has used exactly what it should have, and nothing stays set aside: one token more than is left is refused,
/// all that is left is not. Only one request may run at a time, so one that didn't end would refuse the next.
/// </summary>
public sealed class BudgetFlowTests
{
    private const int Cap = 100;
    private const int Reserved = 40;

    /// <summary>Ten tokens by the rule of four characters.</summary>
    private const string Ten = "0123456789012345678901234567890123456789";

    private const string Usage = "\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":7}";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, string, string, int> UnaryEnds => new()
    {
        { "told", 200, "application/json", Answer("words", Usage), 93 },
        { "not told", 200, "application/json", Answer(Ten), 90 },
        { "stopped and told", 200, "application/json", Answer("SECRET", Usage), 93 },
        { "stopped and not told", 200, "application/json", Answer("SECRET" + Ten), 88 },
        { "redacted", 200, "application/json", Answer("PIN", Usage), 93 },
        { "two choices", 200, "application/json", "{\"choices\":[" + Choice(0, Ten) + "," + Choice(1, Ten) + "]}", 80 },
        { "a call", 200, "application/json", Call("get", Usage), 93 },
        { "a call not told", 200, "application/json", Call("get"), 98 },
        { "a withheld call", 200, "application/json", Call("rm", Usage), 93 },
        { "error", 500, "application/json", "{\"error\":{\"message\":\"" + Ten + "\"}}", 100 },
        { "redirect", 302, "application/json", "{}", 100 },
        { "not JSON", 200, "text/html", "<html>", 60 },
        { "broken JSON", 200, "application/json", "{", 60 },
        { "malformed", 200, "application/json", "{\"choices\":5}", 60 },
    };

    [Theory]
    [MemberData(nameof(UnaryEnds))]
    public async Task Unary_End_LeavesExactly(string end, int status, string type, string body, int left)
    {
        await using var host = await StartAsync();
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, status, type, body);
        (await AskAsync(host, "hi")).Dispose();
        await AssertLeftAsync(host, left, end);
    }

    public static TheoryData<string, string, int> StreamEnds => new()
    {
        { "told", Delta(Ten) + Event("{\"choices\":[]," + Usage + "}") + Done, 93 },
        { "not told", Delta(Ten[..15]) + Delta(Ten[15..]) + Finish + Done, 90 },
        { "told before the end", Delta(Ten) + Event("{\"choices\":[]," + Usage + "}") + Delta(Ten) + "data: nonsense\n\n", 80 },
        { "stopped", Delta(Ten) + Delta("SECRET" + Ten) + Done, 78 },
        { "malformed", Delta(Ten) + "data: nonsense\n\n", 90 },
        { "unterminated", Delta(Ten), 90 },
        { "error", Delta(Ten) + Event("{\"error\":{\"message\":\"Overloaded\"}}"), 90 },
        { "two choices", Event("{\"choices\":[" + Chunk(0, Ten) + "]}") + Event("{\"choices\":[" + Chunk(1, Ten) + "]}") + Done, 80 },
        { "unknown part", Event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"video\",\"video\":\"x\"}]}}]}"), 100 },
    };

    [Theory]
    [MemberData(nameof(StreamEnds))]
    public async Task Stream_End_LeavesExactly(string end, string stream, int left)
    {
        await using var host = await StartAsync();
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(stream));
        using (var response = await AskAsync(host, "hi", stream: true))
        {
            await response.Content.ReadAsStringAsync(Token);
        }

        await AssertLeftAsync(host, left, end);
    }

    [Theory]
    [InlineData("SECRET", 403)]
    [InlineData("ASK", 202)]
    public async Task Admission_LaterCheckRefuses_LeavesAll(string text, int status)
    {
        await using var host = await StartAsync();
        using var response = await AskAsync(host, text);
        Assert.Equal(status, (int)response.StatusCode);
        await AssertLeftAsync(host, Cap, text);
    }

    [Fact]
    public async Task Admission_FloodOfRefusalsBeyondTheRecord_LeavesAll()
    {
        await using var host = await StartAsync();
        HashSet<int> statuses = [];
        for (var i = 0; i < 120; i++)
        {
            using var response = await AskAsync(host, "SECRET");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Contains(429, statuses);
        using var all = await AskAsync(host, "hi", maxTokens: Cap);
        Assert.Equal(HttpStatusCode.OK, all.StatusCode);
    }

    [Theory]
    [InlineData(EventPhase.Admitted, false, Cap)]
    [InlineData(EventPhase.Admitted, true, Cap)]
    [InlineData(EventPhase.Completed, false, 93)]
    [InlineData(EventPhase.Completed, true, 93)]
    [InlineData(EventPhase.ToolCall, false, 93)]
    [InlineData(EventPhase.ToolCall, true, 93)]
    public async Task Record_Fails_LeavesExactly(EventPhase phase, bool stream, int left)
    {
        await using var host = await StartAsync(options => options.RecordTimeout = TimeSpan.FromSeconds(30));
        host.Llm.Answer = stream
            ? FakeLlm.Stream(Encoding.UTF8.GetBytes(CallChunk + Event("{\"choices\":[]," + Usage + "}") + Finish + Done))
            : context => FakeLlm.RespondAsync(context, 200, "application/json", Call("get", Usage));
        host.Transport.Behaviour = (_, events, _) =>
            new([.. events.Select(item => item.Event.Phase == phase ? CommitOutcome.Quarantined : CommitOutcome.Recorded)]);
        using (var response = await AskAsync(host, "hi", stream))
        {
            Assert.Contains("recording_unavailable", await response.Content.ReadAsStringAsync(Token), StringComparison.Ordinal);
        }

        host.Transport.Behaviour = null;
        await AssertLeftAsync(host, left, phase.ToString());
    }

    [Fact]
    public async Task Upstream_Unreachable_LeavesAll()
    {
        var upstream = new Uri("http://127.0.0.1:1/v1");
        await using var host = await StartAsync(options => options.Upstream = upstream);
        for (var i = 0; i < 5; i++)
        {
            using var response = await AskAsync(host, "hi", maxTokens: Cap);
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        }
    }

    [Fact]
    public async Task Upstream_Silent_CountsWhatWasSetAside()
    {
        await using var host = await StartAsync(options => options.UpstreamTimeout = TimeSpan.FromSeconds(1));
        host.Llm.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        (await AskAsync(host, "hi")).Dispose();
        await AssertLeftAsync(host, Cap - Reserved, "silent");
    }

    [Theory]
    [InlineData(false, Cap - Reserved)]
    [InlineData(true, 90)]
    public async Task Caller_HangsUp_CountsWhatIsKnown(bool stream, int left)
    {
        await using var host = await StartAsync();
        host.Llm.Answer = async context =>
        {
            if (stream)
            {
                context.Response.ContentType = "text/event-stream";
                await context.Response.WriteAsync(Delta(Ten));
                await context.Response.Body.FlushAsync();
            }

            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        using (var caller = CancellationTokenSource.CreateLinkedTokenSource(Token))
        {
            var asking = AskAsync(host, "hi", stream, cancellation: caller.Token);
            if (stream)
            {
                using var response = await asking;
                await using var body = await response.Content.ReadAsStreamAsync(Token);
                await body.ReadExactlyAsync(new byte[Delta(Ten).Length], Token);
            }
            else
            {
                while (host.Llm.Calls.IsEmpty)
                {
                    await Task.Delay(10, Token);
                }

                await caller.CancelAsync();
                await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
            }
        }

        while (host.Transport.Decisions.Count < 2)
        {
            await Task.Delay(10, Token);
        }

        await AssertLeftAsync(host, left, "hung up");
    }

    [Fact]
    public async Task Budget_UsedUp_Is429WithTheTimeUntilTheWindowEnds()
    {
        await using var host = await StartAsync();
        using var first = await AskAsync(host, "hi", maxTokens: Cap + 1);
        Assert.Equal((HttpStatusCode.Forbidden, false), (first.StatusCode, first.Headers.Contains("Retry-After")));

        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", Answer("words", Usage));
        (await AskAsync(host, "hi")).Dispose();
        using var refused = await AskAsync(host, "hi", maxTokens: Cap);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("86400", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal(("token_budget", EventPhase.Refused), (host.Transport.Decisions[^1].Details!.Check, host.Transport.Decisions[^1].Phase));
    }

    [Fact]
    public async Task Usage_NotTold_IsRecordedAsEstimated()
    {
        await using var host = await StartAsync();
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", Answer(Ten));
        (await AskAsync(host, "hi")).Dispose();

        var completed = host.Transport.Decisions[^1];
        Assert.Equal((2L, 10L), (completed.Details!.Response!.InputTokens, completed.Details.Response.OutputTokens));
        Assert.Contains(new EventMetadata("usage", "estimated"), completed.Metadata);
    }

    [Fact]
    public async Task Usage_NotToldAndNobodyAsks_StaysUnknown()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", Answer(Ten));
        (await AskAsync(host, "hi")).Dispose();

        Assert.Null(host.Transport.Decisions[^1].Details!.Response!.OutputTokens);
    }

    [Fact]
    public async Task RateLimit_Exceeded_Is429WithWholeSecondsRoundedUp()
    {
        const string Limit = """{"version":1,"checks":[{"check":"rate_limit","capacity":2,"refill_per_second":0.3}]}""";
        await using var host = await GatewayHost.StartAsync(Build(Limit));
        (await AskAsync(host, "hi")).Dispose();
        (await AskAsync(host, "hi")).Dispose();
        using var refused = await AskAsync(host, "hi");

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("4", refused.Headers.GetValues("Retry-After").Single());
        Assert.Equal("rate_limit", host.Transport.Decisions[^1].Details!.Check);
    }

    [Fact]
    public async Task Requests_InParallel_NeverGetMoreThanTheCap()
    {
        const string Budget = """{"version":1,"checks":[{"check":"token_budget","windows":[{"per":"day","cap":100}]}]}""";
        await using var host = await GatewayHost.StartAsync(Build(Budget));
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", Answer("words", Usage));
        var statuses = await Task.WhenAll(Enumerable.Range(0, 60).Select(async _ =>
        {
            using var response = await AskAsync(host, "hi", maxTokens: 7);
            return (int)response.StatusCode;
        }));

        Assert.Equal(14, statuses.Count(status => status == 200));
        Assert.Equal(14, host.Llm.Calls.Count);
    }

    private static Task<GatewayHost> StartAsync(Action<GatewayOptions>? configure = null) => GatewayHost.StartAsync(
        Build(
            """
            {"version":1,"checks":[
              {"check":"rate_limit","priority":-20,"capacity":1000000,"max_concurrent":1},
              {"check":"token_budget","priority":-10,"windows":[{"per":"day","cap":100}]},
              {"check":"marker"}]}
            """),
        configure,
        tokens: CharacterTokenCounter.Instance);

    private static PolicyPipeline Build(string policy)
    {
        var registry = CheckRegistry.BuiltIn.With(
            new CheckDefinition { Name = "marker", Summary = "A test's.", Factory = _ => _ => new MarkerCheck() });
        return PolicyDocument.TryParse(Encoding.UTF8.GetBytes(policy), registry, out var document, out var errors)
            ? document.Build(new ManualTime(), CharacterTokenCounter.Instance, new CheckStates()).Default
            : throw new FormatException(errors[0].ToString());
    }

    private static async Task<HttpResponseMessage> AskAsync(
        GatewayHost host, string text, bool stream = false, int maxTokens = Reserved, CancellationToken? cancellation = null)
    {
        var more = stream ? ",\"stream\":true" : "";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent(
                $$"""{"model":"m","max_tokens":{{maxTokens}},"messages":[{"role":"user","content":"{{text}}"}]{{more}}}""",
                Encoding.UTF8,
                "application/json"),
        };
        return await host.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation ?? Token);
    }

    private static async Task AssertLeftAsync(GatewayHost host, int left, string end)
    {
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 500, "application/json", "{}");
        using (var tooMuch = await AskAsync(host, "hi", maxTokens: left + 1))
        {
            Assert.True((int)tooMuch.StatusCode == (left == Cap ? 403 : 429), $"{end}: more than {left} are left");
        }

        using var all = await AskAsync(host, "hi", maxTokens: left);
        Assert.True((int)all.StatusCode == 500, $"{end}: fewer than {left} are left ({(int)all.StatusCode})");
    }

    private static string Answer(string text, string? usage = null) => $"{{\"choices\":[{Choice(0, text)}]{(usage is null ? "" : "," + usage)}}}";

    private static string Choice(int index, string text) =>
        $$$"""{"index":{{{index}}},"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}""";

    private static string Call(string name, string? usage = null) =>
        $$$"""{"choices":[{"index":0,"message":{"tool_calls":[{"id":"c","type":"function","function":{"name":"{{{name}}}","arguments":"{}"}}]},"finish_reason":"tool_calls"}]"""
        + (usage is null ? "}" : "," + usage + "}");

    private static string Event(string json) => $"data: {json}\n\n";

    private static string Delta(string text) => Event("{\"choices\":[" + Chunk(0, text) + "]}");

    private static string Chunk(int index, string text) => $$$"""{"index":{{{index}}},"delta":{"content":"{{{text}}}"}}""";

    private const string Done = "data: [DONE]\n\n";

    private static string Finish => Event("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

    private static string CallChunk => Event(
        """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"get","arguments":"{}"}}]}}]}""");
}
