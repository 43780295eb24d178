using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Signet.Ledger.Events;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class PassedTests
{
    [Fact]
    public async Task Path_UnknownByDefault_IsRefusedOnTheRecord()
    {
        await using var gateway = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await gateway.PostAsync("{}", path: "/v1/images/generations");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(gateway.Llm.Calls);
        Assert.Equal(EventPhase.Refused, Assert.Single(gateway.Transport.Decisions).Phase);
    }

    [Fact]
    public async Task Json_OfAnUnknownPath_IsInspectedBothWays()
    {
        await using var gateway = await StartAsync();
        gateway.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", """{"PIN":[{"a":"my PIN"}],"n":1}""");

        using var response = await gateway.PostAsync("""{"deep":[{"x":"a PIN"}]}""", path: "/v1/images/generations");

        Assert.Equal("""{"[x]":[{"a":"my [x]"}],"n":1}""", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        var call = Assert.Single(gateway.Llm.Calls);
        Assert.Equal("/v1/images/generations", call.Path);
        Assert.Equal("""{"deep":[{"x":"a [x]"}]}""", Encoding.UTF8.GetString(call.Body));
        Assert.All(gateway.Transport.Decisions, decision => Assert.Equal("passed", decision.Details!.Request!.Surface));
        Assert.Equal([EventPhase.Admitted, EventPhase.Completed], gateway.Transport.Decisions.Select(decision => decision.Phase));
    }

    [Theory]
    [InlineData("""{"SECRET":1}""")]
    [InlineData("""{"a":{"b":["SECRET"]}}""")]
    public async Task Json_WithAMarker_IsStopped(string body)
    {
        await using var gateway = await StartAsync();
        gateway.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", body);

        using var asked = await gateway.PostAsync(body, path: "/v1/files");
        using var answered = await gateway.PostAsync("{}", path: "/v1/files");

        Assert.Equal(HttpStatusCode.Forbidden, asked.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, answered.StatusCode);
        Assert.DoesNotContain("SECRET", await answered.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Octets_OfAnotherType_GoOnUnreadAndCountAsSuch()
    {
        byte[] sound = [0, 1, 2, 0xFF];
        await using var gateway = await StartAsync();
        gateway.Llm.Answer = async context =>
        {
            context.Response.ContentType = "audio/mpeg";
            await context.Response.Body.WriteAsync(sound);
        };

        using var response = await gateway.PostAsync(
            "--x\r\nSECRET\r\n--x--",
            request => request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x"),
            "/v1/audio/translations");

        Assert.Equal(sound, await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("multipart/form-data; boundary=x", Assert.Single(gateway.Llm.Calls).Headers["Content-Type"]);
        var completed = gateway.Transport.Decisions[^1].Details!;
        Assert.Equal(1, Assert.Single(completed.Coverage, item => item.Check == "marker" && item.Unread > 0).Unread);
    }

    [Theory]
    [InlineData("event: x.delta\ndata: {\"d\":\"my PI\"}\n\nevent: x.delta\ndata: {\"d\":\"N is\"}\n\n", "{\"d\":\"my [x]\"}|{\"d\":\" is\"}", EventPhase.Completed)]
    [InlineData("data: {\"d\":\"SEC\"}\n\ndata: {\"d\":\"RET\"}\n\n", "", EventPhase.Aborted)]
    [InlineData("data: {\"d\":\"a\"}\n\ndata: [DONE]\n\n", "{\"d\":\"a\"}|[DONE]", EventPhase.Completed)]
    [InlineData("data: {\"d\":\"a\"}\n\ndata: {\"d\":", "{\"d\":\"a\"}", EventPhase.Aborted)]
    public async Task Stream_OfAnUnknownPath_IsInspectedAcrossEvents(string upstream, string released, EventPhase end)
    {
        await using var gateway = await StartAsync();
        gateway.Llm.Answer = FakeLlm.Stream(Encoding.UTF8.GetBytes(upstream));

        using var response = await gateway.PostAsync("""{"stream":true}""", path: "/v1/threads/t/runs");

        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(released, string.Join('|', body.Split('\n')
            .Where(line => line.StartsWith("data: ", StringComparison.Ordinal) && !line.Contains("signet_abort", StringComparison.Ordinal))
            .Select(line => line[6..])));
        Assert.Equal(end, gateway.Transport.Decisions[^1].Phase);
    }

    [Theory]
    [InlineData("/v1/")]
    [InlineData("/v1/a%2Fb")]
    [InlineData("/v1/a/b/c/d/e/f/g/h")]
    [InlineData("/v1/a//b")]
    [InlineData("/v1/a%20b")]
    public async Task Path_ThatIsNotPlain_IsRefused(string path)
    {
        await using var gateway = await StartAsync();

        using var response = await gateway.PostAsync("{}", path: path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(gateway.Llm.Calls);
    }

    [Fact]
    public async Task NoContent_OfAnUnknownPath_Passes()
    {
        await using var gateway = await StartAsync();
        gateway.Llm.Answer = context =>
        {
            context.Response.StatusCode = 204;
            return Task.CompletedTask;
        };

        using var response = await gateway.Client.DeleteAsync("/v1/files/file-1", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal("DELETE", Assert.Single(gateway.Llm.Calls).Method);
    }

    private static Task<GatewayHost> StartAsync() => GatewayHost.StartAsync(
        new PolicyPipeline([new MarkerCheck()], shadow: false, TimeProvider.System, passUnknownPaths: true));
}
