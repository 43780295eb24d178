using System.Net;
using System.Text;
using System.Text.Json;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class UnaryTests
{
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Post_Allowed_ForwardsOctetsAndRecordsBeforeAnswering()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Answer = """{ "id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2} }""";
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json; charset=utf-8", Answer);

        using var response = await host.PostAsync(Plain, request =>
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer k");
            request.Headers.TryAddWithoutValidation("X-Commit-Owner", "human:a");
            request.Headers.TryAddWithoutValidation("Cookie", "c=1");
        });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var call = Assert.Single(host.Llm.Calls);
        Assert.Equal(Plain, Encoding.UTF8.GetString(call.Body));
        Assert.Equal("/v1/chat/completions", call.Path);
        Assert.Equal("Bearer k", call.Headers["Authorization"]);
        Assert.Empty(call.Headers.Keys.Except(["Authorization", "Accept", "Content-Type", "Content-Length", "Host"], StringComparer.OrdinalIgnoreCase));
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], host.Transport.Decisions.Select(value => value.Phase));
        var completed = host.Transport.Decisions[1].Details!;
        Assert.Equal((3L, 2L, "stop"), (completed.Response!.InputTokens, completed.Response.OutputTokens, completed.Response.FinishReason));
        Assert.True(PromiseReceipt.TryParse(response.Headers.GetValues("X-Signet-Receipt").Single(), out var receipt));
        Assert.True(receipt!.Verify(host.PublicKey));
        Assert.Equal(host.Transport.Decisions[1].Id, receipt.Entry);
        Assert.True(receipt.Covers(completed.Response.Sha256, Encoding.UTF8.GetBytes(Answer)));
        Assert.True(receipt.Covers(completed.Request.Sha256, Encoding.UTF8.GetBytes(Plain)));
        Assert.Equal(completed.RequestId, response.Headers.GetValues("X-Signet-Correlation-Id").Single());
    }

    [Theory]
    [InlineData("SECRET", 403, "error", "refused")]
    [InlineData("ASK", 202, "status", "escalated")]
    public async Task Post_RefusedAtAdmission_IsRecordedAndNotForwarded(string marker, int status, string member, string word)
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(Plain.Replace("hi", marker, StringComparison.Ordinal));

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Empty(host.Llm.Calls);
        var refused = Assert.Single(host.Transport.Decisions);
        Assert.Equal((EventPhase.Refused, EventStage.Admission, "marker"), (refused.Phase, refused.Details!.Stage, refused.Details.Check));
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(word, body.RootElement.GetProperty(member).GetString());
        Assert.Equal(refused.Details.RequestId, body.RootElement.GetProperty("correlation_id").GetString());
        Assert.False(body.RootElement.TryGetProperty("reason", out _));
    }

    [Fact]
    public async Task Post_Redacted_ChangesOnlyTheStringsThatHoldIt()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);
        const string Body = """{ "model" : "m", "messages":[ {"role":"user","content":"a PIN b"} , {"role":"user","content":"\u0063lean"}], "x":{"k PIN":1.50} }""";

        using var response = await host.PostAsync(Body);

        var call = Assert.Single(host.Llm.Calls);
        Assert.Equal(Body.Replace("PIN", "[x]", StringComparison.Ordinal), Encoding.UTF8.GetString(call.Body));
        Assert.NotNull(host.Transport.Decisions[0].Details!.Request.ForwardedSha256);
        Assert.Equal(EventDecision.Redact, host.Transport.Decisions[0].Details!.Decision);
    }
}
