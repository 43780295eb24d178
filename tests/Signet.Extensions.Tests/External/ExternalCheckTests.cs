using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Signet.Extensions.Tests.Contract;
using Signet.Policy.Content;
using Signet.Policy.Pipeline;
using Signet.Testing.Services;
using Signet.Testing.Storage;
using static Signet.Extensions.Tests.Policies;

namespace Signet.Extensions.Tests.External;

public sealed class ExternalCheckTests
{
    private const string Allow = """{"decision":"allow"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AdmitAsync_Request_SendsWhatTheSchemaSays_AndNothingElse()
    {
        await using RawService service = RawService.Json(_ => Allow);
        PolicyPipeline sut = Build(WithExternal(), Check(service, "\"kinds\":[\"text\",\"tool_result\"],\"roles\":[\"user\",\"tool\"]"));
        StageOutcome outcome = await sut.AdmitAsync(
            Request(
            [
                Item(0, "of the operator", role: ContentRole.System),
                Item(1, "half \uD83D <\u202e"),
                Item(2, "picture", ContentKind.Media),
                Item(3, "of a tool", ContentKind.ToolResult, ContentRole.Tool),
                Item(4, "reasons", ContentKind.Reasoning),
            ]),
            Token);
        Assert.Equal(Decision.Allow, outcome.Decision);
        Assert.Equal((2, 3, 0), Counts(outcome));

        ServiceCall call = Assert.Single(service.Calls);
        Assert.Equal("/base/signet-check/v1/admit", call.Target);
        Assert.True(Schemas.IsRequest(call.Body), call.Body);
        Assert.Contains("\"check\":\"my_dlp\"", call.Body, StringComparison.Ordinal);
        Assert.Contains("\"item\":3,\"kind\":\"tool_result\"", call.Body, StringComparison.Ordinal);
        Assert.Contains("\"skipped\":3", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("of the operator", call.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("caller-secret", call.Body + string.Concat(call.Headers.Values), StringComparison.Ordinal);
        Assert.Equal(["Accept", "Content-Length", "Content-Type", "Host"], call.Headers.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task AdmitAsync_MediaThatThePolicySends_IsUnread()
    {
        await using RawService service = RawService.Json(_ => Allow);
        StageOutcome outcome = await Build(WithExternal(), Check(service)).AdmitAsync(
            Request([Item(0, "", ContentKind.Media), Item(1, "text")]), Token);
        Assert.Equal((1, 0, 1), Counts(outcome));
    }

    [Fact]
    public async Task AdmitAsync_NothingToSend_AsksNobody()
    {
        await using RawService service = RawService.Json(_ => Allow);
        StageOutcome outcome = await Build(WithExternal(), Check(service, "\"roles\":[\"tool\"]")).AdmitAsync(Request("a", "b"), Token);
        Assert.Equal(Decision.Allow, outcome.Decision);
        Assert.Equal((0, 2, 0), Counts(outcome));
        Assert.Empty(service.Calls);
    }

    [Fact]
    public async Task AdmitAsync_Redact_EditsTheText()
    {
        await using RawService service = RawService.Json(call => call.Body.Contains("0171", StringComparison.Ordinal)
            ? """{"decision":"redact","reason":"phone","unit":"code_points","edits":[{"item":1,"start":2,"length":4,"replacement":"[phone]"}]}"""
            : Allow);
        RequestContext request = Request("hello", "\U0001F600 0171 now");
        StageOutcome outcome = await Build(WithExternal(), Check(service)).AdmitAsync(request, Token);
        Assert.Equal((Decision.Redact, 1, "my_dlp", "phone"), (outcome.Decision, outcome.Redactions, outcome.Check, outcome.Reason));
        Assert.Equal("\U0001F600 [phone] now", request.Content[1].Text);
        Assert.Equal(2, service.Calls.Count);
    }

    [Fact]
    public async Task AdmitAsync_AllowWithEdits_Blocks()
    {
        await using RawService service = RawService.Json(
            _ => """{"decision":"allow","unit":"utf16","edits":[{"item":0,"start":0,"length":1,"replacement":""}]}""");
        StageOutcome outcome = await Build(WithExternal(), Check(service, "\"on_failure\":\"escalate\"")).AdmitAsync(Request("hello"), Token);
        Assert.Equal(Decision.Block, outcome.Decision);
    }

    [Fact]
    public async Task AdmitAsync_ReasonThatRepeatsContent_IsWithheld()
    {
        await using RawService service = RawService.Json(_ => """{"decision":"block","reason":"holds 078-05-1120","metadata":{"what":"078-05-1120"}}""");
        StageOutcome outcome = await Build(WithExternal(), Check(service)).AdmitAsync(Request("My number is 078-05-1120."), Token);
        Assert.Equal((Decision.Block, "withheld: it repeats content"), (outcome.Decision, outcome.Reason));
        Assert.DoesNotContain("078", outcome.Metadata["what"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgeAsync_Call_SendsTheCallAlone()
    {
        await using RawService service = RawService.Json(_ => """{"decision":"escalate","reason":"pay"}""");
        PolicyPipeline sut = Build(WithExternal(), Check(service, "\"stage\":\"commitment\""));
        StageOutcome outcome = await sut.JudgeAsync(Request("of the prompt"), Call("pay", "{not json \u2028"), Token);
        Assert.Equal((Decision.Escalate, "pay"), (outcome.Decision, outcome.Reason));
        ServiceCall call = Assert.Single(service.Calls);
        Assert.Equal("/base/signet-check/v1/judge", call.Target);
        Assert.True(Schemas.IsRequest(call.Body), call.Body);
        Assert.DoesNotContain("of the prompt", call.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgeAsync_Redact_Blocks()
    {
        await using RawService service = RawService.Json(_ => """{"decision":"redact"}""");
        StageOutcome outcome = await Build(WithExternal(), Check(service, "\"stage\":\"commitment\"")).JudgeAsync(Request("x"), Call("pay"), Token);
        Assert.Equal(Decision.Block, outcome.Decision);
    }

    [Fact]
    public async Task RecordAsync_End_IsToldWithoutText()
    {
        await using RawService service = RawService.Json(_ => Allow);
        PolicyPipeline sut = Build(WithExternal(), Check(service, "\"stage\":\"record\""));
        StageOutcome outcome = await sut.RecordAsync(
            Request("of the prompt"), new ResponseSummary { Status = 200, Bytes = 12, InputTokens = 3 }, Token);
        Assert.Equal(Decision.Allow, outcome.Decision);
        ServiceCall call = Assert.Single(service.Calls);
        Assert.Equal("/base/signet-check/v1/record", call.Target);
        Assert.True(Schemas.IsRequest(call.Body), call.Body);
        Assert.DoesNotContain("of the prompt", call.Body, StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Hostile() => new()
    {
        { "nothing", "", "it can't be reached" },
        { "no HTTP", "SSH-2.0-x\r\n\r\n", "it can't be reached" },
        { "status 500", Response("500 Oops", Allow), "its status isn't 200" },
        { "status 201", Response("201 Created", Allow), "its status isn't 200" },
        { "redirect", "HTTP/1.1 307 Elsewhere\r\nLocation: /signet-check/v1/admit\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", "its status isn't 200" },
        { "text", Response("200 OK", Allow, "text/plain"), "its answer isn't JSON" },
        { "compressed", Response("200 OK", Allow, "application/json\r\nContent-Encoding: gzip"), "its answer isn't JSON" },
        { "empty", Response("200 OK", ""), "its answer breaks the contract" },
        { "no JSON", Response("200 OK", "<html>"), "its answer breaks the contract" },
        { "extra member", Response("200 OK", """{"decision":"allow","x":1}"""), "its answer breaks the contract" },
        { "bad decision", Response("200 OK", """{"decision":"ok"}"""), "its answer breaks the contract" },
        { "twice", Response("200 OK", """{"decision":"allow","decision":"allow"}"""), "its answer breaks the contract" },
        { "deep", Response("200 OK", new string('[', 5_000)), "its answer breaks the contract" },
        { "edits out of range", Response("200 OK", """{"decision":"redact","unit":"utf16","edits":[{"item":0,"start":4,"length":9,"replacement":""}]}"""), "its answer breaks the contract" },
        { "edits of an item that wasn't sent", Response("200 OK", """{"decision":"redact","unit":"utf16","edits":[{"item":1,"start":0,"length":1,"replacement":""}]}"""), "its answer breaks the contract" },
        { "large by its own word", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 999999999\r\n\r\n{", "its answer is too large" },
        { "large", Response("200 OK", new string(' ', 300_000) + Allow), "its answer is too large" },
        { "large headers", "HTTP/1.1 200 OK\r\nX: " + new string('x', 100_000) + "\r\n\r\n", "it can't be reached" },
        { "cut off", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"decision\":", "it can't be reached" },
    };

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task AdmitAsync_HostileAnswer_IsAFailure(string what, string octets, string failure)
    {
        await using RawService service = RawService.Octets(_ => Encoding.UTF8.GetBytes(octets));
        await FailsAsync(service, what, failure);
    }

    [Fact]
    public async Task AdmitAsync_AnswerWithoutEnd_IsTooLarge()
    {
        await using RawService service = RawService.Start(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(), token);
            byte[] chunk = [.. "1000\r\n"u8, .. Enumerable.Repeat((byte)' ', 0x1000), .. "\r\n"u8];
            while (true)
            {
                await stream.WriteAsync(chunk, token);
            }
        });
        await FailsAsync(service, "without end", "its answer is too large");
    }

    [Fact]
    public async Task AdmitAsync_AnswerThatNeverComes_TookTooLong()
    {
        await using RawService service = RawService.Start((_, _, token) => Task.Delay(Timeout.Infinite, token));
        await FailsAsync(service, "silent", "it took too long", "\"answer_within_ms\":50,");
    }

    [Fact]
    public async Task AdmitAsync_AnswerThatTrickles_TookTooLong()
    {
        await using RawService service = RawService.Start(async (_, stream, token) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n"u8.ToArray(), token);
            while (true)
            {
                await stream.WriteAsync(" "u8.ToArray(), token);
                await Task.Delay(5, token);
            }
        });
        await FailsAsync(service, "slow", "it took too long", "\"answer_within_ms\":200,");
    }

    [Fact]
    public async Task AdmitAsync_ConnectionReset_CantBeReached()
    {
        await using RawService service = RawService.Start((_, stream, _) =>
        {
            stream.Socket.LingerState = new LingerOption(true, 0);
            stream.Socket.Close();
            return Task.CompletedTask;
        });
        await FailsAsync(service, "reset", "it can't be reached");
    }

    [Fact]
    public async Task AdmitAsync_CertificateThatNobodyVouchesFor_CantBeReached()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<bool> trusted = HandshakeAsync(listener, certificate);
        PolicyPipeline sut = Build(
            WithExternal(),
            $$"""{"check":"external","url":"https://127.0.0.1:{{((IPEndPoint)listener.LocalEndpoint).Port}}","answer_within_ms":60000}""");
        StageOutcome outcome = await sut.AdmitAsync(Request("hello"), Token);
        Assert.Equal((Decision.Block, "it can't be reached"), (outcome.Decision, outcome.Metadata["failure"]));
        Assert.False(await trusted);
    }

    [Fact]
    public async Task AdmitAsync_NobodyThere_CantBeReached()
    {
        RawService service = RawService.Json(_ => Allow);
        await service.DisposeAsync();
        await FailsAsync(service, "gone", "it can't be reached");
    }

    [Fact]
    public async Task AdmitAsync_RequestThatIsTooLarge_IsNotSent()
    {
        await using RawService service = RawService.Json(_ => Allow);
        StageOutcome outcome = await Build(WithExternal(), Check(service, "\"max_request_kib\":1")).AdmitAsync(Request(new string('x', 1_100)), Token);
        Assert.Equal((Decision.Block, "the request is larger than the policy sends"), (outcome.Decision, outcome.Metadata["failure"]));
        Assert.Empty(service.Calls);
    }

    [Fact]
    public async Task AdmitAsync_TooManyAtOnce_OneMoreFails()
    {
        TaskCompletionSource asked = new();
        TaskCompletionSource go = new();
        await using RawService service = RawService.Start(async (_, stream, token) =>
        {
            asked.SetResult();
            await go.Task;
            await stream.WriteAsync(RawService.JsonResponse(Allow), token);
        });
        PolicyPipeline sut = Build(WithExternal(), Check(service, "\"max_concurrency\":1,\"answer_within_ms\":60000"));
        Task<StageOutcome> first = sut.AdmitAsync(Request("a"), Token).AsTask();
        await asked.Task;
        StageOutcome second = await sut.AdmitAsync(Request("b"), Token);
        Assert.Equal((Decision.Block, "too many requests wait for it"), (second.Decision, second.Metadata["failure"]));
        go.SetResult();
        Assert.Equal(Decision.Allow, (await first).Decision);
    }

    [Fact]
    public async Task AdmitAsync_CallerGone_IsCancelled()
    {
        using CancellationTokenSource caller = new();
        await using RawService service = RawService.Start(async (_, _, token) =>
        {
            await caller.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        });
        PolicyPipeline sut = Build(WithExternal(), Check(service, "\"answer_within_ms\":60000"));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sut.AdmitAsync(Request("a"), caller.Token).AsTask());
    }

    [Fact]
    public async Task AdmitAsync_Token_IsReadAnewEachTime()
    {
        using TemporaryDirectory secrets = new();
        Write(secrets, "first");
        await using RawService service = RawService.Json(_ => Allow);
        PolicyPipeline sut = Build(
            WithExternal(Host with { Secrets = new Signet.Extensions.Secrets.SecretDirectory(secrets.Path) }), Check(service, "\"token\":\"dlp\""));
        await sut.AdmitAsync(Request("a"), Token);
        Write(secrets, "second");
        await sut.AdmitAsync(Request("a"), Token);
        File.Delete(secrets.File("dlp"));
        StageOutcome outcome = await sut.AdmitAsync(Request("a"), Token);
        Assert.Equal(["Bearer first", "Bearer second"], service.Calls.Select(call => call.Headers["Authorization"]));
        Assert.Equal((Decision.Block, "its secret can't be read"), (outcome.Decision, outcome.Metadata["failure"]));
    }

    [Fact]
    public async Task AdmitAsync_ThroughDapr_AsksTheSidecar()
    {
        await using RawService sidecar = RawService.Json(_ => Allow);
        PolicyPipeline sut = Build(
            WithExternal(Host with { DaprEndpoint = sidecar.Address, DaprApiToken = "t0k3n" }),
            """{"check":"external","dapr_app_id":"dlp.checks","dapr_method":"v2/dlp","answer_within_ms":60000}""");
        Assert.Equal(Decision.Allow, (await sut.AdmitAsync(Request("a"), Token)).Decision);
        ServiceCall call = Assert.Single(sidecar.Calls);
        Assert.Equal("/v1.0/invoke/dlp.checks/method/v2/dlp/signet-check/v1/admit", call.Target);
        Assert.Equal("t0k3n", call.Headers["dapr-api-token"]);
    }

    [Fact]
    public async Task TwoServices_OfOnePolicy_HaveNamesOfTheirOwn()
    {
        await using RawService allows = RawService.Json(_ => Allow);
        await using RawService blocks = RawService.Json(_ => """{"decision":"block"}""");
        PolicyPipeline sut = Build(WithExternal(), Check(allows), Check(blocks).Replace("my_dlp", "other", StringComparison.Ordinal));
        StageOutcome outcome = await sut.AdmitAsync(Request("a"), Token);
        Assert.Equal(("other", 1, 1), (outcome.Check, allows.Calls.Count, blocks.Calls.Count));
    }

    [Theory]
    [InlineData("\"x\":1", "/checks/0/url")]
    [InlineData("\"url\":\"http://a\",\"dapr_app_id\":\"b\"", "/checks/0/url")]
    [InlineData("\"url\":\"ftp://a\"", "/checks/0/url")]
    [InlineData("\"url\":\"relative\"", "/checks/0/url")]
    [InlineData("\"url\":\"http://user:pass@a\"", "/checks/0/url")]
    [InlineData("\"url\":\"http://user@a\"", "/checks/0/url")]
    [InlineData("\"url\":\"http://a?b\"", "/checks/0/url")]
    [InlineData("\"url\":\"http://a#b\"", "/checks/0/url")]
    [InlineData("\"url\":\"file:///etc/passwd\"", "/checks/0/url")]
    [InlineData("\"dapr_app_id\":\"a/b\"", "/checks/0/dapr_app_id")]
    [InlineData("\"dapr_app_id\":\"..\"", "/checks/0/dapr_app_id")]
    [InlineData("\"dapr_app_id\":\"a\",\"dapr_method\":\"b/../c\"", "/checks/0/dapr_method")]
    [InlineData("\"dapr_app_id\":\"a\",\"dapr_method\":\"b%2e\"", "/checks/0/dapr_method")]
    [InlineData("\"dapr_app_id\":\"a\",\"token\":\"b\"", "/checks/0/token")]
    [InlineData("\"url\":\"http://a\",\"dapr_method\":\"b\"", "/checks/0/dapr_method")]
    [InlineData("\"url\":\"http://a\",\"token\":\"../../etc/passwd\"", "/checks/0/token")]
    [InlineData("\"url\":\"http://a\",\"token\":\"missing\"", "/checks/0/token")]
    [InlineData("\"url\":\"http://a\",\"stage\":\"inspection\"", "/checks/0/stage")]
    [InlineData("\"url\":\"http://a\",\"stage\":\"record\",\"kinds\":[\"text\"]", "/checks/0/kinds")]
    [InlineData("\"url\":\"http://a\",\"kinds\":[\"texts\"]", "/checks/0/kinds/0")]
    [InlineData("\"url\":\"http://a\",\"on_failure\":\"allow\"", "/checks/0/on_failure")]
    [InlineData("\"url\":\"http://a\",\"answer_within_ms\":1", "/checks/0/answer_within_ms")]
    [InlineData("\"url\":\"http://a\",\"max_response_kib\":2048", "/checks/0/max_response_kib")]
    public void Options_Bad_SayWhere(string options, string path) => Assert.Contains(
        path, Errors(WithExternal(), $$"""{"check":"external",{{options}}}""").Select(error => error.Path));

    private static async Task FailsAsync(RawService service, string what, string failure, string options = "")
    {
        foreach ((string word, Decision decision) in new[] { ("block", Decision.Block), ("escalate", Decision.Escalate) })
        {
            PolicyPipeline sut = Build(WithExternal(), Check(service, $"{options}\"on_failure\":\"{word}\",\"roles\":[\"user\"]"));
            // One item isn't sent, so that the counts tell one from the other.
            StageOutcome outcome = await sut.AdmitAsync(Request([Item(0, "hello"), Item(1, "x", role: ContentRole.System)]), Token);
            Assert.Equal((what, decision, failure), (what, outcome.Decision, outcome.Metadata.GetValueOrDefault("failure")));
            Assert.Equal($"the service of the check my_dlp gave no answer: {failure}", outcome.Reason);
            Assert.Equal((0, 1, 1), Counts(outcome));
        }
    }

    /// <summary>True when the client sent something behind the handshake.</summary>
    private static async Task<bool> HandshakeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync(Token);
        await using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            return await stream.ReadAsync(new byte[1], Token) > 0;
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            return false;
        }
    }

    private static string Check(RawService service, string options = "") =>
        $$"""{"check":"external","name":"my_dlp",{{options}}{{(options.Length == 0 ? "" : ",")}}{{Patience(options)}}"url":"{{service.Address}}base/"}""";

    // However busy the machine is, an answer that comes isn't late; tests of late ones say their own time.
    private static string Patience(string options) =>
        "\"timeout_ms\":120000," + (options.Contains("answer_within_ms", StringComparison.Ordinal) ? "" : "\"answer_within_ms\":60000,");

    private static (int Seen, int Skipped, int Unread) Counts(StageOutcome outcome)
    {
        CheckCoverage coverage = Assert.Single(outcome.Coverage);
        return (coverage.Seen, coverage.Skipped, coverage.Unread);
    }

    private static string Response(string status, string body, string type = "application/json") =>
        Encoding.UTF8.GetString(RawService.JsonResponse(body, status, $"Content-Type: {type}\r\n"));

    private static void Write(TemporaryDirectory secrets, string value)
    {
        File.WriteAllText(secrets.File("dlp"), value + "\n");
        File.SetUnixFileMode(secrets.File("dlp"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
