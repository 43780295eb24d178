using System.Text;
using Signet.Gateway.Tests.Parity;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

/// <summary>What the record checks are told of the tokens that a request used, on every surface; and that they are told once.</summary>
public sealed class UsageFlowTests
{
    /// <summary>Ten tokens by the rule of four characters.</summary>
    private const string Ten = "0123456789012345678901234567890123456789";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, long?, long?, bool> Answers => new()
    {
        { "chat/completions", Chat, """{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":4}}""", 3, 4, false },
        { "chat/completions", Chat, """{"choices":[],"usage":{"prompt_tokens":-3,"completion_tokens":"4"}}""", 7, 0, true },
        { "completions", """ "prompt":"hello" """, """{"choices":[{"index":0,"text":"x"}],"usage":{"prompt_tokens":3,"completion_tokens":4}}""", 3, 4, false },
        { "completions", """ "prompt":"hello" """, $$$"""{"choices":[{"index":0,"text":"{{{Ten}}}"}]}""", 3, 10, true },
        { "embeddings", """ "input":"hello" """, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}],"usage":{"prompt_tokens":3,"total_tokens":3}}""", 3, 0, false },
        { "embeddings", """ "input":"hello" """, """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.5]}]}""", 3, 0, true },
        { "responses", """ "input":"hello" """, """{"object":"response","status":"completed","output":[],"usage":{"input_tokens":3,"output_tokens":4}}""", 3, 4, false },
        { "responses", """ "input":"hello" """, """{"object":"response","status":"queued","output":[],"usage":null}""", null, null, false },
        { "responses", """ "input":"hello" """, Message("completed"), 3, 10, true },
        { "messages", """ "max_tokens":9,"messages":[{"role":"user","content":"hello"}] """, """{"type":"message","role":"assistant","content":[],"usage":{"input_tokens":3,"cache_creation_input_tokens":20,"cache_read_input_tokens":100,"output_tokens":4}}""", 123, 4, false },
        { "messages/count_tokens", """ "messages":[{"role":"user","content":"hello"}] """, """{"input_tokens":99}""", 0, 0, false },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Unary_Usage_IsToldOrEstimated(string path, string members, string answer, long? input, long? output, bool isEstimated)
    {
        var check = new MarkerCheck();
        await using var host = await StartAsync(check);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", answer);
        using var response = await host.PostAsync($$"""{"model":"m",{{members}}}""", path: "/v1/" + path);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(new TokenUsage(input, output, isEstimated), Assert.Single(check.Ends).Usage);
    }

    public static TheoryData<string, string, string, long, long, bool> Streams => new()
    {
        {
            "messages", """ "max_tokens":9,"messages":[{"role":"user","content":"hello"}] """,
            Event("message_start", """ "message":{"type":"message","role":"assistant","content":[],"usage":{"input_tokens":3,"cache_read_input_tokens":100,"output_tokens":1}} """)
                + Event("message_delta", """ "delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":40} """) + Event("message_stop", null),
            103, 40, false
        },
        {
            // Cut short: what was told at the beginning isn't what was written since.
            "messages", """ "max_tokens":9,"messages":[{"role":"user","content":"hello"}] """,
            Event("message_start", """ "message":{"type":"message","role":"assistant","content":[],"usage":{"input_tokens":3,"output_tokens":1}} """)
                + Event("content_block_start", """ "index":0,"content_block":{"type":"text","text":""} """)
                + Event("content_block_delta", $$$""" "index":0,"delta":{"type":"text_delta","text":"{{{Ten}}}"} """),
            3, 10, true
        },
        {
            "responses", """ "input":"hello" """,
            Event("response.created", """ "response":{"object":"response","status":"in_progress","output":[]} """)
                + Event("response.output_item.added", """ "output_index":0,"item":{"type":"message","id":"i","status":"in_progress","role":"assistant","content":[]} """)
                + Event("response.content_part.added", """ "output_index":0,"content_index":0,"item_id":"i","part":{"type":"output_text","text":"","annotations":[]} """)
                + Event("response.output_text.delta", $$$""" "output_index":0,"content_index":0,"item_id":"i","delta":"{{{Ten}}}" """)
                + Event("response.output_text.done", $$$""" "output_index":0,"content_index":0,"item_id":"i","text":"{{{Ten}}}" """)
                + Event("response.completed", $$$""" "response":{{{Message("completed")}}} """),
            3, 10, true
        },
        {
            "responses", """ "input":"hello" """,
            Event("response.completed", """ "response":{"object":"response","status":"completed","output":[],"usage":{"input_tokens":5,"output_tokens":6}} """),
            5, 6, false
        },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task Stream_Usage_IsToldOrEstimated(string path, string members, string answer, long input, long output, bool isEstimated)
    {
        var check = new MarkerCheck();
        await using var host = await StartAsync(check);
        host.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(answer));
        using var response = await host.PostAsync($$"""{"model":"m","stream":true,{{members}}}""", path: "/v1/" + path);
        await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(new TokenUsage(input, output, isEstimated), Assert.Single(check.Ends).Usage);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "unresolved")]
    [InlineData("Forwarded", "unresolved")]
    [InlineData("Via", "unresolved")]
    [InlineData("X-Other", "policy")]
    public async Task LoopbackTrust_FieldOfAProxy_TakesTheTrustAway(string field, string expected)
    {
        await using var host = await GatewayHost.StartAsync(StreamReplay.Pipeline(
            """{"version":1,"checks":[{"check":"loopback_trust","networks":[{"cidr":"127.0.0.0/8","owner":"policy:internal"}]}]}"""));
        using var response = await host.PostAsync(
            $$"""{"model":"m",{{Chat}}}""", request => request.Headers.TryAddWithoutValidation(field, "192.0.2.1"));
        Assert.Equal(expected, host.Transport.Decisions[0].Details!.Owner.Type);
    }

    private const string Chat = """ "messages":[{"role":"user","content":"hello and good morning"}] """;

    private static Task<GatewayHost> StartAsync(MarkerCheck check) => GatewayHost.StartAsync(
        new PolicyPipeline([check], shadow: false, TimeProvider.System), tokens: CharacterTokenCounter.Instance);

    private static string Message(string status) =>
        $$$"""{"object":"response","status":"{{{status}}}","output":[{"type":"message","id":"i","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{{Ten}}}","annotations":[]}]}]}""";

    private static string Event(string type, string? members) =>
        $$"""
        event: {{type}}
        data: {"type":"{{type}}"{{(members is null ? "" : "," + members)}}}


        """.Replace("\r\n", "\n", StringComparison.Ordinal);
}
