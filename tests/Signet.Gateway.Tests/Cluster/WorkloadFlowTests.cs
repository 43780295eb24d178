using System.Net;
using System.Text;
using Signet.Ledger;
using Signet.Policy.Documents;
using Signet.Testing.Storage;

namespace Signet.Gateway.Tests.Cluster;

/// <summary>Owners from the cluster: a real gateway and callers that send what they like.</summary>
public sealed class WorkloadFlowTests : IAsyncLifetime, IDisposable
{
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";
    private const string User = "system:serviceaccount:payments:billing";

    private readonly TemporaryDirectory _directory = new();
    private FakeCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await FakeCluster.StartAsync();
        _cluster.Review = _ => FakeCluster.Vouch(User, "signet-gateway");
    }

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Caller_WithAGoodToken_IsTheOwnerWhateverThePolicyElseWouldSay()
    {
        await using var gateway = await CallersAsync(Policy());
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good()));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var details = gateway.Transport.Decisions[0].Details!;
        Assert.Equal(("agent", User, true, Tokens.Issuer), (details.Owner.Type, details.Owner.Id, details.Owner.Authenticated, details.Owner.Issuer));
        AssertStaysHere(gateway, Tokens.Good());
    }

    [Fact]
    public async Task Caller_WithoutAToken_IsRefused()
    {
        await using var gateway = await CallersAsync(Policy());
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add("X-Agent-Id", "agent:" + User));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("unresolved", gateway.Transport.Decisions[0].Details!.Owner.Type);
        Assert.Empty(_cluster.Reviewed);
    }

    [Fact]
    public async Task Caller_WithWhatIsNoToken_IsRefusedWithoutAskingTheCluster()
    {
        await using var gateway = await CallersAsync(Policy());

        // White space around a field's value isn't part of it.
        foreach (var token in ProjectedTokenTests.Hostile.Select(row => row.Data).Where(token => !token.StartsWith(' ')))
        {
            using var answer = await gateway.PostAsync(Body, request => request.Headers.TryAddWithoutValidation(WorkloadOptions.DefaultHeader, token));
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests, token);
        }

        Assert.Empty(_cluster.Reviewed);
        Assert.Empty(gateway.Llm.Calls);
    }

    [Theory]
    [InlineData("\"signet-auditor\"", 4_000_000_000)]
    [InlineData("\"signet-gateway-2\"", 4_000_000_000)]
    [InlineData("\"signet-gateway\"", 1_000)]
    public async Task Caller_WithATokenForOthersOrThatHasRunOut_IsRefusedWithoutAskingTheCluster(string audience, long expires)
    {
        await using var gateway = await CallersAsync(Policy());
        var token = Tokens.Of(Tokens.Claims(audience: audience, expires: expires));
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, token));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(_cluster.Reviewed);
    }

    [Fact]
    public async Task Caller_WhomTheClusterDoesntVouchFor_IsRefused()
    {
        System.Text.Json.Nodes.JsonObject[] answers =
        [
            new() { ["authenticated"] = false }, new() { ["authenticated"] = "true" }, [], new() { ["error"] = "x" },
            FakeCluster.Vouch(User), FakeCluster.Vouch(User, "https://kubernetes.default.svc"), FakeCluster.Vouch("system:serviceaccount:payments:other", "signet-gateway"),
            FakeCluster.Vouch("admin", "signet-gateway"), With("authentication.kubernetes.io/pod-name", "other"), With("authentication.kubernetes.io/pod-uid", "0e6-f2"),
        ];
        await using var gateway = await CallersAsync(Policy());
        for (var i = 0; i < answers.Length; i++)
        {
            _cluster.Review = _ => (System.Text.Json.Nodes.JsonObject)answers[i].DeepClone();
            var token = Tokens.Of(Tokens.Claims(more: $"\"jti\":\"{i}\","));
            using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, token));
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.Equal(answers.Length, _cluster.Reviewed.Count);
        Assert.Empty(gateway.Llm.Calls);

        static System.Text.Json.Nodes.JsonObject With(string name, string value)
        {
            var review = FakeCluster.Vouch(User, "signet-gateway");
            review["user"]!["extra"] = new System.Text.Json.Nodes.JsonObject { [name] = new System.Text.Json.Nodes.JsonArray(value) };
            return review;
        }
    }

    [Fact]
    public async Task Caller_WhileTheClusterCantBeAsked_IsRefusedAndThenNot()
    {
        await using var gateway = await CallersAsync(Policy());
        _cluster.Fault = context =>
        {
            context.Response.StatusCode = 500;
            return Task.FromResult(true);
        };
        using (var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good())))
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        _cluster.Fault = null;
        using var later = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good()));
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Callers_WithOneToken_AreReviewedOnce()
    {
        await using var gateway = await CallersAsync(Policy());
        var asking = Enumerable.Range(0, 30).Select(async _ =>
        {
            using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good()));
            return answer.StatusCode;
        });
        Assert.All(await Task.WhenAll(asking), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Single(_cluster.Reviewed);
    }

    [Fact]
    public async Task Caller_WithTwoTokens_IsRefused()
    {
        await using var gateway = await CallersAsync(Policy());
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, [Tokens.Good(), Tokens.Good("other")]));

        // The client joins them with a comma, as proxies may.
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(_cluster.Reviewed);
    }

    [Fact]
    public async Task Caller_WithTheTokenWhereKeysAre_IsKnownAndTheGatewaysKeyGoesUpstream()
    {
        await using var gateway = await CallersAsync(Policy(), options =>
        {
            options.Workload.Header = "Authorization";
            options.UpstreamApiKey = "sk-gateway";
        });
        using var answer = await gateway.PostAsync(Body, request => request.Headers.TryAddWithoutValidation("Authorization", "bearer " + Tokens.Good()));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("Bearer sk-gateway", gateway.Llm.Calls.Single().Headers["Authorization"]);
        AssertStaysHere(gateway, Tokens.Good());
    }

    [Fact]
    public async Task Start_TokenWhereCallersKeysGoUpstream_Fails()
    {
        var exception = await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(
            () => CallersAsync(Policy(), options => options.Workload.Header = "Authorization"));
        Assert.Contains("Workload:Header", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("block", "agent:other", HttpStatusCode.Forbidden)]
    [InlineData("block", "agent:" + User, HttpStatusCode.OK)]
    [InlineData("record", "agent:other", HttpStatusCode.OK)]
    public async Task Caller_WhoNamesAnOwner_IsStillTheWorkload(string onClaim, string claim, HttpStatusCode status)
    {
        await using var gateway = await CallersAsync(Policy($", on_claim: {onClaim}"));
        using var answer = await gateway.PostAsync(Body, request =>
        {
            request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good());
            request.Headers.Add("X-Agent-Id", claim);
        });
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(User, gateway.Transport.Decisions[0].Details!.Owner.Id);
        if (status != HttpStatusCode.OK)
        {
            Assert.Contains(gateway.Transport.Decisions[0].Metadata, pair => pair is { Name: "claimed", Value: "agent:other" });
            Assert.Contains(gateway.Transport.Decisions[0].Metadata, pair => pair is { Name: "workload_pod", Value: "billing-7d4" });
        }
    }

    [Fact]
    public async Task Workload_ChoosesThePolicy()
    {
        const string yaml = """
            version: 1
            checks: [{check: owner_resolution, source: workload}]
            policies: {strict: {extends: default, checks: [{check: regex_content, rules: [{label: any, pattern: hello, action: block}]}]}}
            select: [{policy: strict, owners: ['agent:system:serviceaccount:payments:*']}]
            """;
        await using var gateway = await CallersAsync(yaml);
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good()));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains(gateway.Transport.Decisions[0].Metadata, pair => pair is { Name: "policy", Value: "strict" });
    }

    [Fact]
    public async Task LoopbackTrust_DoesNotMakeAnybodyAnotherOwner()
    {
        const string yaml = """
            version: 1
            checks: [{check: loopback_trust, networks: [{cidr: 127.0.0.0/8, owner: 'policy:local'}]}, {check: owner_resolution, source: workload}]
            """;
        await using var gateway = await CallersAsync(yaml);
        using var answer = await gateway.PostAsync(Body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("unresolved", gateway.Transport.Decisions[0].Details!.Owner.Type);
    }

    [Fact]
    public async Task Sidecar_IsItsOwnWorkloadAndATokenOfTheCallersChangesNothing()
    {
        await using var gateway = await OwnAsync(Tokens.Good() + "\n");
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good("kube-system", "admin")));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(User, gateway.Transport.Decisions[0].Details!.Owner.Id);
        AssertStaysHere(gateway, Tokens.Good("kube-system", "admin"));
        Assert.Empty(_cluster.Asked);
    }

    [Fact]
    public async Task Sidecar_ForWhatComesThroughAProxy_IsNobody()
    {
        await using var gateway = await OwnAsync(Tokens.Good());
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add("X-Forwarded-For", "10.1.2.3"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Sidecar_WhoseTokenHasRunOut_IsNobody()
    {
        await using var gateway = await OwnAsync(Tokens.Of(Tokens.Claims(expires: 1_000)));
        using var answer = await gateway.PostAsync(Body);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Sidecar_WithoutAToken_DoesNotStart() =>
        await Assert.ThrowsAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => OwnAsync("nonsense"));

    [Fact]
    public async Task Gateway_ThatAsksNobody_RefusesWhatThePolicyWantsAWorkloadFor()
    {
        await using var gateway = await GatewayHost.StartAsync(SourceOf(Policy()));
        using var answer = await gateway.PostAsync(Body, request => request.Headers.Add(WorkloadOptions.DefaultHeader, Tokens.Good()));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    private static string Policy(string more = "") => $"version: 1\nchecks: [{{check: owner_resolution, source: workload{more}}}]\n";

    private static GatewayPolicySource SourceOf(string yaml)
    {
        var file = Signet.Hosting.Policies.PolicyFile.Parse(Encoding.UTF8.GetBytes(yaml));
        Assert.True(PolicyDocument.TryParse(file.Json.Span, out var document, out var errors), string.Join('\n', errors));
        return new GatewayPolicySource(new GatewayPolicy(
            document.Build(TimeProvider.System, Signet.Policy.Pipeline.CharacterTokenCounter.Instance, new Signet.Policy.Pipeline.CheckStates()), Digest.Of("policy"u8)));
    }

    /// <summary>The token went to nobody: not upstream, and into no event.</summary>
    private static void AssertStaysHere(GatewayHost gateway, string token)
    {
        Assert.All(gateway.Llm.Calls, call => Assert.DoesNotContain(call.Headers, field => field.Value.Contains(token, StringComparison.Ordinal)));
        Assert.All(gateway.Llm.Calls, call => Assert.DoesNotContain(WorkloadOptions.DefaultHeader, call.Headers.Keys, StringComparer.OrdinalIgnoreCase));
        Assert.All(gateway.Transport.Arrived, wire => Assert.DoesNotContain(token[..40], Encoding.UTF8.GetString(wire), StringComparison.Ordinal));
    }

    private Task<GatewayHost> CallersAsync(string yaml, Action<GatewayOptions>? configure = null) => GatewayHost.StartAsync(
        SourceOf(yaml),
        options =>
        {
            options.Workload.Source = WorkloadSource.Callers;
            configure?.Invoke(options);
        },
        register: services => services.AddGatewayCluster(_cluster.Configuration));

    private async Task<GatewayHost> OwnAsync(string token)
    {
        var path = _directory.File("token");
        await File.WriteAllTextAsync(path, token, TestContext.Current.CancellationToken);
        return await GatewayHost.StartAsync(SourceOf(Policy()), options =>
        {
            options.Workload.Source = WorkloadSource.Own;
            options.Workload.TokenPath = path;
        });
    }
}
