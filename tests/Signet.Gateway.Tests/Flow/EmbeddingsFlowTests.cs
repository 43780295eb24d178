using System.Net;
using System.Text;
using Signet.Ledger.Events;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class EmbeddingsFlowTests
{
    private const string Path = "/v1/embeddings";
    private const string Plain = """{ "model":"m", "input":["one","two"], "encoding_format":"base64" }""";

    [Theory]
    [InlineData("\"AACAPg==\"")]
    [InlineData("[0.25]")]
    public async Task Post_Allowed_PassesVectorsAndRecordsThemAsUnread(string vector)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        var answer = $$"""
            { "object":"list", "data":[{"object":"embedding","index":0,"embedding":{{vector}}},
              {"object":"embedding","index":1,"embedding":{{vector}}}],
              "model":"m", "usage":{"prompt_tokens":2,"total_tokens":2} }
            """;
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", answer);

        using var response = await host.PostAsync(Plain, path: Path);

        Assert.Equal((HttpStatusCode.OK, answer), (response.StatusCode, await TextAsync(response)));
        Assert.Equal((Path, Plain), (host.Llm.Calls.Single().Path, Encoding.UTF8.GetString(host.Llm.Calls.Single().Body)));
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
        var completed = host.Transport.Decisions[1].Details!;
        Assert.Equal("openai.embeddings", completed.Request.Surface);
        Assert.Equal((2L, null, null), (completed.Response!.InputTokens, completed.Response.OutputTokens, completed.Response.FinishReason));
        Assert.Equal((1, 2), (completed.Coverage[0].Seen, completed.Coverage[0].Unread));
    }

    [Theory]
    [InlineData("""{"model":"m","input":[1212,318]}""", "input_is_token_ids")]
    [InlineData("""{"model":"m","input":"a","stream":true}""", "stream_not_supported")]
    [InlineData("""{"model":"m","input":{"text":"a"}}""", "input_invalid")]
    [InlineData("", "empty_body")]
    public async Task Post_ThatHidesContent_IsRecordedAndRefused(string body, string error)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body, path: Path);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains($"\"error\":\"{error}\"", await TextAsync(response), StringComparison.Ordinal);
        Assert.Equal((EventPhase.Refused, error), (host.Transport.Decisions[0].Phase, host.Transport.Decisions[0].Details!.Reason));
        Assert.Empty(host.Llm.Calls);
    }

    [Theory]
    [InlineData("""{"model":"m","input":["clean","a SECRET"]}""", 403)]
    [InlineData("""{"model":"m","input":"x","user":"ASK"}""", 202)]
    public async Task Post_RefusedAtAdmission_IsRecordedAndNotForwarded(string body, int status)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(body, path: Path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(host.Llm.Calls);
        Assert.Equal(EventPhase.Refused, host.Transport.Decisions.Single().Phase);
    }

    [Fact]
    public async Task Post_Redacted_ChangesOnlyTheStringsThatHoldIt()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Body = """{ "model":"m", "input":[ "a PIN" , "\u0063lean" ], "dimensions":8 }""";

        using var response = await host.PostAsync(Body, path: Path);

        Assert.Equal(Body.Replace("PIN", "[x]", StringComparison.Ordinal), Encoding.UTF8.GetString(host.Llm.Calls.Single().Body));
    }

    [Fact]
    public async Task Post_TextInPlaceOfAVector_IsInspected()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 200, "application/json", """{"data":[{"embedding":"the SECRET is out"}]}""");

        using var response = await host.PostAsync(Plain, path: Path);

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal((EventPhase.Aborted, "marker"), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Check));
    }

    private static Task<string> TextAsync(HttpResponseMessage response) =>
        response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
