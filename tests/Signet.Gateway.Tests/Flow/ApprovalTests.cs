using System.Text;
using System.Text.Json;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Ledger.Receipts;
using Signet.Policy.Documents;
using Signet.Policy.Pipeline;
using Signet.Testing.Gateway;

namespace Signet.Gateway.Tests.Flow;

public sealed class ApprovalTests
{
    private const string Plain = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string Ask = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Arguments = """{"n":1}""";

    private const string Policy = """
        {"version":1,"checks":[{"check":"owner_resolution"},{"check":"tool_call_inspector","approvers":["human:ann","human:bob"],
        "expires_after":600,"tools":{"pay":{"tier":"high","irreversible":true},"read":{"tier":"low"}}}]}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_EscalatedAtAdmission_TellsWhatAnApprovalWillNeed(bool verbose)
    {
        await using var host = await GatewayHost.StartAsync([new AskingCheck()], options => options.VerboseErrors = verbose);

        using var response = await host.PostAsync(Plain);

        Assert.Equal(202, (int)response.StatusCode);
        Assert.Empty(host.Llm.Calls);
        using var body = await ReadAsync(response);
        var refused = Assert.Single(host.Transport.Decisions);
        Assert.Equal("escalated", body.RootElement.GetProperty("status").GetString());
        Assert.Equal(refused.Details!.RequestId, body.RootElement.GetProperty("correlation_id").GetString());
        var approval = body.RootElement.GetProperty("approval");
        Assert.Equal(verbose, body.RootElement.TryGetProperty("reason", out _));
        Assert.Equal(
            ["id", "expires_at", "approvers", "quorum", "request_sha256", "policy_sha256"],
            approval.EnumerateObject().Select(member => member.Name));
        var id = approval.GetProperty("id").GetString()!;
        Assert.True(LedgerText.TryParseUuid7(id, out _));
        Assert.Equal(id, response.Headers.GetValues("X-Signet-Approval-Id").Single());
        AssertRecorded(refused, id, approval.GetProperty("expires_at").GetString()!, "2", "human:ann", "human:bob");
        Assert.Equal("""["human:ann","human:bob"]""", approval.GetProperty("approvers").GetRawText());
        Assert.Equal(2, approval.GetProperty("quorum").GetInt32());
        Assert.Equal(refused.Details.Request.Sha256.ToString(), approval.GetProperty("request_sha256").GetString());
        Assert.Equal(refused.Details.PolicySha256.ToString(), approval.GetProperty("policy_sha256").GetString());
        Assert.True(PromiseReceipt.TryParse(response.Headers.GetValues("X-Signet-Receipt").Single(), out var receipt));
        Assert.True(receipt!.Covers(refused.Details.Request.Sha256, Encoding.UTF8.GetBytes(Plain)));
    }

    [Fact]
    public async Task Post_CallEscalated_IsWithheldAndItsApprovalNamed()
    {
        await using var host = await GatewayHost.StartAsync(Build(Policy));
        host.Llm.Answer = context => FakeLlm.RespondAsync(
            context, 200, "application/json", Answer(Call("a", "pay"), Call("b", "read"), Call("c", "pay")));

        using var response = await host.PostAsync(Plain, request => request.Headers.Add("X-Commit-Owner", "human:Ann"));

        Assert.Equal(200, (int)response.StatusCode);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain("pay", text, StringComparison.Ordinal);
        Assert.Contains("read", text, StringComparison.Ordinal);
        var calls = host.Transport.Decisions.Where(value => value.Phase == EventPhase.ToolCall).ToArray();
        var ids = response.Headers.GetValues("X-Signet-Approval-Id").Single().Split(", ");
        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal((3, 2), (calls.Length, ids.Length));
        foreach (var (call, id) in new[] { (calls[0], ids[0]), (calls[2], ids[1]) })
        {
            // The requester is gone from the approvers, and the digest is one that a holder of arguments and salt can compare.
            AssertRecorded(call, id, Value(call, "approval_expires_at"), "1", "human:bob");
            Assert.Equal((EventDecision.Escalate, "pay", "high"), (call.Details!.Decision, call.Details.Tool!.Name, call.Details.Tool.Tier));
            Assert.True(PromiseReceipt.TryParse(response.Headers.GetValues("X-Signet-Receipt").Single(), out var receipt));
            Assert.True(receipt!.Covers(call.Details.Tool.ArgumentsSha256, Encoding.UTF8.GetBytes(Arguments)));
            Assert.Equal(call.OccurredAt.AddMinutes(10), Time(Value(call, "approval_expires_at")), TimeSpan.FromMinutes(1));
        }

        Assert.DoesNotContain(calls[1].Metadata, item => item.Name.StartsWith("approv", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stream_CallEscalated_NamesItsApprovalInACommentBeforeTheReceipt()
    {
        await using var host = await GatewayHost.StartAsync(Build(Policy));
        host.Llm.Answer = FakeLlm.Stream(
            Encoding.UTF8.GetBytes(
                """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,""" + Call("a", "pay")[1..] + "]}}]}\n\n"),
            Encoding.UTF8.GetBytes("""data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""" + "\n\ndata: [DONE]\n\n"));

        using var response = await host.PostAsync(Ask, request => request.Headers.Add("X-Agent-Id", "agent:a"));
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        var call = host.Transport.Decisions.Single(value => value.Phase == EventPhase.ToolCall);
        Assert.Contains($"\n\n: signet-approval {Value(call, "approval_id")}\n\n: signet-receipt ", text, StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Signet-Approval-Id"));
        AssertRecorded(call, Value(call, "approval_id"), Value(call, "approval_expires_at"), "1", "human:ann", "human:bob");

        // The comment isn't part of the answer that the record has the digest of.
        var completed = host.Transport.Decisions.Single(value => value.Phase == EventPhase.Completed);
        var answer = string.Concat(text.Split("\n\n").Where(line => line.Length > 0 && line[0] != ':').Select(line => line + "\n\n"));
        Assert.Equal(Encoding.UTF8.GetByteCount(answer), completed.Details!.Response!.Bytes);
    }

    [Fact]
    public async Task Post_ManyCallsEscalated_TellsOfSixteenAndRecordsAll()
    {
        await using var host = await GatewayHost.StartAsync(Build(Policy));
        var answer = Answer([.. Enumerable.Range(0, 20).Select(i => Call($"c{i}", "pay"))]);
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", answer);

        using var response = await host.PostAsync(Plain, request => request.Headers.Add("X-Agent-Id", "agent:a"));

        Assert.Equal(16, response.Headers.GetValues("X-Signet-Approval-Id").Single().Split(", ").Distinct().Count());
        Assert.Equal(
            20,
            host.Transport.Decisions.Where(value => value.Phase == EventPhase.ToolCall)
                .Select(call => Value(call, "approval_id"))
                .Distinct()
                .Count());
    }

    [Fact]
    public async Task Post_EscalationThatNobodyMayApprove_NamesNoApproval()
    {
        await using var host = await GatewayHost.StartAsync([new MarkerCheck()]);

        using var response = await host.PostAsync(Plain.Replace("hi", "ASK", StringComparison.Ordinal));

        using var body = await ReadAsync(response);
        Assert.Equal(["status", "correlation_id"], body.RootElement.EnumerateObject().Select(member => member.Name));
        Assert.False(response.Headers.Contains("X-Signet-Approval-Id"));
        Assert.Empty(host.Transport.Decisions[0].Metadata);
    }

    [Fact]
    public async Task Post_ShadowMode_OpensNoApproval()
    {
        await using var host = await GatewayHost.StartAsync(Build(Policy.Replace("\"version\":1", "\"version\":1,\"mode\":\"shadow\"", StringComparison.Ordinal)));
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", Answer(Call("a", "pay")));

        using var response = await host.PostAsync(Plain, request => request.Headers.Add("X-Agent-Id", "agent:a"));

        Assert.Contains("pay", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(response.Headers.Contains("X-Signet-Approval-Id"));
        var call = host.Transport.Decisions.Single(value => value.Phase == EventPhase.ToolCall);
        Assert.Equal(EventDecision.Escalate, call.Details!.Decision);
        Assert.DoesNotContain(call.Metadata, item => item.Name == "approval_id");
    }

    [Theory]
    [InlineData("""{"type":"function","function":{"name":"read"}}""", 200)]
    [InlineData("""{"type":"function","function":{"name":"other"}}""", 403)]
    [InlineData("""{"type":"function","function":{}}""", 403)]
    [InlineData("""{"type":"function","function":{"name":"read"}},{"type":"custom","custom":{"name":"other"}}""", 403)]
    public async Task Post_DeclaredTools_AreJudgedBeforeTheModelSeesThem(string tools, int status)
    {
        await using var host = await GatewayHost.StartAsync(Build(
            """{"version":1,"checks":[{"check":"tool_call_inspector","definitions":"registered","tools":{"read":{"tier":"low"}}}]}"""));
        host.Llm.Answer = context => FakeLlm.RespondAsync(context, 200, "application/json", """
            {"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"hello"}}]}
            """);

        using var response = await host.PostAsync(Plain[..^1] + ",\"tools\":[" + tools + "]}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(status == 200 ? 1 : 0, host.Llm.Calls.Count);
    }

    private static void AssertRecorded(CommitEvent value, string id, string expires, string quorum, params string[] approvers)
    {
        Assert.Equal(id, value.Id.ToString("D"));
        Assert.Equal((id, expires, quorum), (Value(value, "approval_id"), Value(value, "approval_expires_at"), Value(value, "approval_quorum")));
        Assert.Equal(approvers, value.Metadata.Where(item => item.Name == "approver").Select(item => item.Value));
    }

    private static string Value(CommitEvent value, string name) => value.Metadata.Single(item => item.Name == name).Value;

    private static DateTimeOffset Time(string text)
    {
        Assert.True(LedgerText.TryParseTime(text, out var time));
        return time;
    }

    private static string Call(string id, string name) => JsonSerializer.Serialize(
        new { id, type = "function", function = new { name, arguments = Arguments } });

    private static string Answer(params string[] calls) =>
        """{"choices":[{"index":0,"finish_reason":"tool_calls","message":{"role":"assistant","content":null,"tool_calls":["""
        + string.Join(',', calls) + "]}}]}";

    private static PolicyPipeline Build(string policy)
    {
        Assert.True(PolicyDocument.TryParse(Encoding.UTF8.GetBytes(policy), out var document, out _));
        return document.Build(TimeProvider.System);
    }

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    /// <summary>Has every request approved by two people.</summary>
    private sealed class AskingCheck : IAdmissionCheck
    {
        public string Name => "asking";

        public ValueTask<AdmissionResult> AdmitAsync(RequestContext request, CancellationToken cancellationToken) =>
            new(CheckResult.Escalate("two people have to look") with
            {
                Approval = new ApprovalRequest
                {
                    Approvers = ["human:ann", "human:bob"],
                    Quorum = 2,
                    ExpiresAfter = TimeSpan.FromHours(1),
                },
            });
    }
}
