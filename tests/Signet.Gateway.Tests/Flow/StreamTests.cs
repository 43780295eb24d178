using System.Text;
using Signet.Ledger.Events;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class StreamTests
{
    private const string Ask = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Stream_Allowed_EndsWithReceiptAndTerminator()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Delta("Hel"), Delta("lo"), Finish("stop"), Done);

        using var response = await host.PostAsync(Ask);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith(Encoding.UTF8.GetString(Delta("Hel")), text, StringComparison.Ordinal);
        Assert.EndsWith("\n\ndata: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\n: signet-receipt signet=v1;", text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
    }

    [Fact]
    public async Task Stream_Blocked_EndsWithAbortFrameAndWithoutTheMarker()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream(Delta("ok SEC"), Delta("RET more"), Finish("stop"), Done);

        using var response = await host.PostAsync(Ask);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.DoesNotContain("SEC", text, StringComparison.Ordinal);
        Assert.Contains("data: {\"signet_abort\":true,\"reason\":\"refused\",\"correlation_id\":", text, StringComparison.Ordinal);
        Assert.Contains(
            ",\"error\":{\"message\":\"signet ended this answer: refused\",\"type\":\"signet_abort\",\"code\":\"refused\"}}\n\n",
            text,
            StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal([EventPhase.Admitted, EventPhase.Aborted], host.Transport.Decisions.Select(value => value.Phase));
        Assert.Equal("marker", host.Transport.Decisions[1].Details!.Check);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: [DONE]\n\n")]
    public async Task Stream_UpstreamSaysError_HandsItOnAndEndsThere(string terminator)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Error = """data: {"error":{"message":"Overloaded PIN","type":"server_error","code":null}}""" + "\n\n";
        host.Llm.Answer = FakeLlm.Stream(Delta("Hello"), Encoding.UTF8.GetBytes(Error + terminator));

        using var response = await host.PostAsync(Ask);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith(Encoding.UTF8.GetString(Delta("Hello")), text, StringComparison.Ordinal);
        Assert.EndsWith(Error.Replace("PIN", "[x]", StringComparison.Ordinal), text, StringComparison.Ordinal);
        Assert.Equal((EventPhase.Aborted, "upstream_error"), (host.Transport.Decisions[^1].Phase, host.Transport.Decisions[^1].Details!.Reason));
    }

    [Fact]
    public async Task Stream_ErrorThatIsNull_GoesOn()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        host.Llm.Answer = FakeLlm.Stream("""data: {"choices":[],"error":null}"""u8.ToArray(), "\n\n"u8.ToArray(), Finish("stop"), Done);

        using var response = await host.PostAsync(Ask);

        Assert.EndsWith(
            "data: [DONE]\n\n", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(EventPhase.Completed, host.Transport.Decisions[^1].Phase);
    }

    private static byte[] Done => "data: [DONE]\n\n"u8.ToArray();

    private static byte[] Delta(string text) =>
        Encoding.UTF8.GetBytes($$$"""data: {"id":"c","choices":[{"index":0,"delta":{"content":"{{{text}}}"}}]}""" + "\n\n");

    private static byte[] Finish(string reason) =>
        Encoding.UTF8.GetBytes($$$"""data: {"id":"c","choices":[{"index":0,"delta":{},"finish_reason":"{{{reason}}}"}]}""" + "\n\n");
}
