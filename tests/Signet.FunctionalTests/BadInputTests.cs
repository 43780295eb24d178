using System.Net.Http.Headers;
using System.Text;
using Signet.Ledger.Events;

namespace Signet.FunctionalTests;

/// <summary>Whatever is wrong with a request is told, named, recorded and proved.</summary>
public sealed class BadInputTests(SignetHost signet) : IClassFixture<SignetHost>
{
    private const int Limit = 4 << 20;
    private const string Good = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    [Theory]
    [InlineData("", "empty_body")]
    [InlineData("   ", "json_decode_error")]
    [InlineData("hello", "json_decode_error")]
    [InlineData("{\"model\":\"m\"", "json_decode_error")]
    [InlineData(Good + "x", "json_decode_error")]
    [InlineData("[]", "non_object_body")]
    [InlineData("\"text\"", "non_object_body")]
    [InlineData("null", "non_object_body")]
    [InlineData("""{"model":"m","model":"n","messages":[{"role":"user","content":"hi"}]}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[{"role":"user","role":"system","content":"hi"}]}""", "duplicate_key")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"\ud800"}]}""", "lone_surrogate")]
    [InlineData("""{"model":"m","temperature":1e999,"messages":[{"role":"user","content":"hi"}]}""", "non_finite_float")]
    public async Task Body_OfAnotherForm_IsRefused(string body, string error) => await AssertRefusedAsync(Encoding.UTF8.GetBytes(body), 400, error);

    [Fact]
    public async Task Body_WithByteOrderMark_IsRefused() =>
        await AssertRefusedAsync([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Good)], 400, null);

    [Fact]
    public async Task Body_ThatIsNotUtf8_IsRefused() =>
        await AssertRefusedAsync(Encoding.Latin1.GetBytes(Good.Replace("hi", "h\u00ed", StringComparison.Ordinal)), 400, "invalid_encoding");

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public async Task Body_AtTheGreatestDepth_IsReadAndNoDeeper(int depth, bool reads)
    {
        // The outermost object is 1.
        var nested = new string('[', depth - 1) + new string(']', depth - 1);
        var body = Encoding.UTF8.GetBytes(Good[..^1] + $",\"x\":{nested}}}");
        if (reads)
        {
            var answer = await signet.SendAsync(Post(body));
            Assert.NotEqual("json_too_deeply_nested", answer.Status == 400 ? (string?)answer.Json["error"] : null);
        }
        else
        {
            await AssertRefusedAsync(body, 400, "json_too_deeply_nested");
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_OneOctetTooLarge_IsRefused(bool chunked)
    {
        var request = Post(Padded(Limit + 1));
        request.Headers.TransferEncodingChunked = chunked;
        await AssertRefusedAsync(request, 413, "body_too_large", checkBody: false);
    }

    [Fact]
    public async Task Body_AtTheLimit_IsRead() => Assert.Equal(200, (await signet.SendAsync(Post(Padded(Limit)))).Status);

    [Theory]
    [InlineData("X-Commit-Owner: human:a\r\nX-Commit-Owner: human:b\r\n", "duplicate_header")]
    [InlineData("X-Commit-Owner: human:a\r\nx-commit-owner: human:a\r\n", "duplicate_header")]
    [InlineData("X-Agent-Id: agent:a\r\nX-Agent-Id: agent:b\r\n", "duplicate_header")]
    [InlineData("X-Classification: CUI\r\nX-Classification: UNCLASS\r\n", "duplicate_header")]
    [InlineData("X-Caller-Clearance: TS\r\nX-Caller-Clearance: TS\r\n", "duplicate_header")]
    [InlineData("X-Signet-Session: a\r\nX-Signet-Session: b\r\n", "duplicate_header")]
    [InlineData("X-Commit-Owner: human:a\u0001b\r\n", "header_invalid_charset")]
    [InlineData("X-Commit-Owner: human:a\u007fb\r\n", "header_invalid_charset")]
    [InlineData("X-Commit-Owner: human:a\u001b[2J\r\n", "header_invalid_charset")]
    [InlineData("X-Commit-Owner: human:\u00e9\r\n", "header_invalid_charset")]
    [InlineData("X-Agent-Id: agent:\u0085\r\n", "header_invalid_charset")]
    [InlineData("X-Commit-Owner: human:a\r\nX-Signet-Session: not allowed\r\n", "session_id_invalid_charset")]
    [InlineData("X-Commit-Owner: human:a\r\nX-Signet-Session: a/b\r\n", "session_id_invalid_charset")]
    [InlineData("X-Commit-Owner: human:a\r\nContent-Encoding: gzip\r\n", "invalid_encoding")]
    public async Task Headers_OfAnotherForm_AreRefused(string headers, string error)
    {
        var answer = await signet.SendRawAsync(Answer.Raw(headers, Encoding.UTF8.GetBytes(Good)));
        await AssertRefusedAsync(answer, 400, error);
    }

    [Fact]
    public async Task Headers_NulInOwner_GetsAnAnswerOf400()
    {
        var answer = await signet.SendRawAsync(Answer.Raw("X-Commit-Owner: human:a\0b\r\n", Encoding.UTF8.GetBytes(Good)));
        Assert.Equal(400, answer.Status);
    }

    [Theory]
    [InlineData(256, 200)]
    [InlineData(257, 400)]
    public async Task Session_LongestName_IsTakenAndNoLonger(int length, int status)
    {
        var request = Post(Encoding.UTF8.GetBytes(Good));
        request.Headers.Add("X-Signet-Session", new string('s', length));
        var answer = await signet.SendAsync(request);
        Assert.Equal(status, answer.Status);
        if (status == 400)
        {
            await AssertRefusedAsync(answer, 400, "session_id_too_long");
        }
        else
        {
            Assert.All(await signet.EventsAsync(answer.CorrelationId), value => Assert.Equal(length, value.Details!.Request.Session!.Length));
        }
    }

    [Fact]
    public async Task Body_ThatEndsEarly_IsRecorded()
    {
        var before = (await signet.EntriesAsync()).Count;
        await signet.SendRawAsync(
            Encoding.ASCII.GetBytes("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{\"model\""),
            finish: true);
        while (!(await signet.EntriesAsync()).Skip(before).Any(entry =>
            entry.Body is Ledger.Entries.CommitBody { SignedEvent.Event.Details.Reason: "body_unreadable" or "client_disconnect" }))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static HttpRequestMessage Post(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "v1/chat/completions") { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add("X-Commit-Owner", "human:tester");
        return request;
    }

    private static byte[] Padded(int length)
    {
        var body = Encoding.UTF8.GetBytes(Good);
        var padded = new byte[length];
        padded.AsSpan().Fill((byte)' ');
        body.CopyTo(padded, 0);
        return padded;
    }

    private Task AssertRefusedAsync(byte[] body, int status, string? error) => AssertRefusedAsync(Post(body), status, error);

    private async Task AssertRefusedAsync(HttpRequestMessage request, int status, string? error, bool checkBody = true)
    {
        var answer = await signet.SendAsync(request);
        await AssertRefusedAsync(answer, status, error);
        if (checkBody)
        {
            var request0 = (await signet.EventsAsync(answer.CorrelationId))[0].Details!.Request;
            Assert.True(answer.Receipts[0].Covers(request0.Sha256, answer.Sent));
        }
    }

    private async Task AssertRefusedAsync(Answer answer, int status, string? error)
    {
        Assert.Equal(status, answer.Status);
        Assert.Equal(answer.CorrelationId, (string?)answer.Json["correlation_id"]);
        var named = (string?)answer.Json["error"];
        Assert.False(string.IsNullOrEmpty(named));
        Assert.Equal(error ?? named, named);
        var recorded = Assert.Single(await signet.EventsAsync(answer.CorrelationId));
        Assert.Equal((EventPhase.Refused, EventStage.Preflight, EventDecision.Block), (recorded.Phase, recorded.Details!.Stage, recorded.Details.Decision));
        Assert.Equal(named, recorded.Details.Reason);
        var receipt = Assert.Single(answer.Receipts);
        Assert.Equal(recorded.Id, receipt.Entry);
        Assert.Equal(0, (await signet.ProveAsync(receipt)).ExitCode);
    }
}
