using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Signet.Gateway.Cluster.Policies;
using Signet.Hosting.Policies;
using Signet.Ledger;
using Signet.Ledger.Events;
using Signet.Policy.Documents;

namespace Signet.Gateway.Tests.Cluster;

/// <summary>A policy as an object of a cluster: a real gateway, between real sockets, and an API server that does what it likes.</summary>
public sealed class CommitPolicyTests : IAsyncLifetime
{
    private const string Open = """{"version":1,"checks":[{"check":"owner_resolution","require_owner":false}]}""";
    private const string Closed = """{"version":1,"checks":[{"check":"owner_resolution","require_owner":true}]}""";
    private const string Faulty = """{"version":1,"checks":[{"check":"owner_resolution","nope":true}]}""";
    private const string Body = """{"model":"m","messages":[{"role":"user","content":"hello"}]}""";

    private static readonly CommitPolicyTimes Fast = new()
    {
        Start = TimeSpan.FromMilliseconds(200),
        Retry = TimeSpan.FromMilliseconds(10),
        LongestRetry = TimeSpan.FromMilliseconds(50),
        Settled = TimeSpan.FromMilliseconds(200),
        Pace = TimeSpan.FromMilliseconds(10),
        Renew = TimeSpan.FromMilliseconds(100),
        Stale = TimeSpan.FromMilliseconds(400),
    };

    private FakeCluster _cluster = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _cluster = await FakeCluster.StartAsync();

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Change_IsInForceForTheNextRequestAndNamedInItsEvent()
    {
        _cluster.Put(Open);
        using var policy = Object();
        await using var gateway = await StartAsync(policy);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        _cluster.Put(Closed);
        await UntilAsync(async () => await AskAsync(gateway) == HttpStatusCode.Forbidden);
        var digests = gateway.Transport.Decisions.Select(value => value.Details!.PolicySha256).Distinct().ToList();
        Assert.Equal([DigestOf(Open), DigestOf(Closed)], digests);
    }

    [Fact]
    public async Task Change_WhileRequestsRun_NeverLeavesOneWithoutAPolicy()
    {
        _cluster.Put(Open);
        using var policy = Object();
        await using var gateway = await StartAsync(policy);
        for (var round = 0; round < 10; round++)
        {
            var asking = Enumerable.Range(0, 20).Select(_ => AskAsync(gateway)).ToList();
            _cluster.Put(round % 2 == 0 ? Closed : Open);
            Assert.All(await Task.WhenAll(asking), status => Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests));
        }

        // Each was decided by one policy from beginning to end.
        foreach (var request in gateway.Transport.Decisions.GroupBy(value => value.Details!.RequestId))
        {
            var digest = Assert.Single(request.Select(value => value.Details!.PolicySha256).Distinct());
            Assert.Equal(digest == DigestOf(Closed), request.Any(value => value.Details!.Decision == EventDecision.Block));
        }
    }

    [Fact]
    public async Task FaultyObject_ChangesNothingAndIsSaidInTheStatus()
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        _cluster.Put(Faulty);
        await UntilAsync(() => Condition()?["status"]?.GetValue<string>() == "False");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        Assert.Equal(DigestOf(Open), source.Current.Sha256);
        Assert.Contains("/checks/0/nope: is not known", source.Fault, StringComparison.Ordinal);
        Assert.Contains("/checks/0/nope: is not known", (string)Condition()!["message"]!, StringComparison.Ordinal);
        var entry = Entry("gateway.test")!;
        Assert.Equal((false, 2L, DigestOf(Open).ToString()), ((bool)entry["accepted"]!, (long)entry["observedGeneration"]!, (string)entry["sha256"]!));

        _cluster.Put(Closed);
        await UntilAsync(() => Condition()?["status"]?.GetValue<string>() == "True" && (long)Condition()!["observedGeneration"]! == 3);
        Assert.Null(source.Fault);
        Assert.Equal(DigestOf(Closed).ToString(), (string)Entry("gateway.test")!["sha256"]!);
    }

    [Fact]
    public async Task DeletedObject_ChangesNothingUntilThereIsOneAgain()
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null);
        _cluster.Delete();
        await UntilAsync(() => source.Fault is not null);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        _cluster.Put(Closed);
        await UntilAsync(async () => await AskAsync(gateway) == HttpStatusCode.Forbidden);
        Assert.Null(source.Fault);
    }

    [Fact]
    public async Task ForgottenVersion_IsListedAgain()
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null);
        _cluster.Put(Closed);
        _cluster.Compact();
        await UntilAsync(() => source.Current.Sha256 == DigestOf(Closed));
        _cluster.Put(Open);
        await UntilAsync(() => source.Current.Sha256 == DigestOf(Open));
        Assert.Null(source.Fault);
    }

    [Fact]
    public async Task EndedWatch_GoesOnFromWhereItWas()
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null);
        for (var round = 0; round < 5; round++)
        {
            _cluster.EndWatches();
            var wanted = round % 2 == 0 ? Closed : Open;
            _cluster.Put(wanted);
            await UntilAsync(() => source.Current.Sha256 == DigestOf(wanted));
            Assert.Null(source.Fault);
        }
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("[]")]
    [InlineData("""{"type":"NEW","object":{}}""")]
    [InlineData("""{"type":"MODIFIED","object":{"metadata":{"name":"main","resourceVersion":"99"}}}""")]
    [InlineData("""{"type":"MODIFIED","type":"DELETED","object":{"metadata":{"name":"main"}}}""")]
    [InlineData("""{"type":"ERROR","object":{"code":"?"}}""")]
    [InlineData("""{"type":"BOOKMARK","object":{"metadata":{"name":"\ud800"}}}""")]
    public async Task LineThatCantBeRead_ChangesNothingAndTheObjectIsListedAgain(string line)
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null);
        var lists = Lists();
        _cluster.Say(line);
        await UntilAsync(() => Lists() > lists);
        Assert.Equal(DigestOf(Open), source.Current.Sha256);
        _cluster.Put(Closed);
        await UntilAsync(() => source.Current.Sha256 == DigestOf(Closed) && source.Fault is null);
    }

    [Fact]
    public async Task LineWithoutAnEnd_IsNotReadForEver()
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null);
        var lists = Lists();
        _cluster.Say(new string('x', 5 << 20));
        await UntilAsync(() => Lists() > lists);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
    }

    [Theory]
    [InlineData(403)]
    [InlineData(500)]
    [InlineData(-1)]
    public async Task Outage_KeepsThePolicyAndIsSaid(int status)
    {
        _cluster.Put(Open);
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null && _cluster.IsWatched);
        _cluster.Fault = context =>
        {
            if (status < 0)
            {
                context.Abort();
            }
            else
            {
                context.Response.StatusCode = status;
            }

            return Task.FromResult(true);
        };
        _cluster.EndWatches();
        await UntilAsync(() => source.Fault is not null);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));

        _cluster.Fault = null;
        _cluster.Put(Closed);
        await UntilAsync(() => source.Fault is null && source.Current.Sha256 == DigestOf(Closed));
    }

    [Fact]
    public async Task Outage_IsNotHammered()
    {
        _cluster.Put(Open);
        using var policy = Object(Fast with { Retry = TimeSpan.FromMinutes(1), LongestRetry = TimeSpan.FromMinutes(2) });
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        await UntilAsync(() => Entry("gateway.test") is not null && _cluster.IsWatched);
        _cluster.Fault = context =>
        {
            context.Response.StatusCode = 503;
            return Task.FromResult(true);
        };
        var watches = _cluster.Asked.Count(asked => asked.StartsWith("GET", StringComparison.Ordinal));
        _cluster.EndWatches();
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await AskAsync(gateway));
        }

        Assert.Equal(watches, _cluster.Asked.Count(asked => asked.StartsWith("GET", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Start_WithoutAnObject_Fails()
    {
        using var policy = Object();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => GatewayPolicySource.LoadAsync(policy, Token));
        Assert.Equal("The CommitPolicy signet/main can't be used: there is none.", exception.Message);
    }

    [Fact]
    public async Task Start_WithAFaultyObject_FailsAndSaysSoInTheStatus()
    {
        _cluster.Put(Faulty);
        using var policy = Object();
        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => GatewayPolicySource.LoadAsync(policy, Token));
        Assert.Contains("/checks/0/nope: is not known", exception.Message, StringComparison.Ordinal);
        Assert.Equal(("False", false, ""), ((string)Condition()!["status"]!, (bool)Entry("gateway.test")!["accepted"]!, (string)Entry("gateway.test")!["sha256"]!));
    }

    [Fact]
    public async Task Start_WhileTheApiServerIsAway_WaitsForIt()
    {
        _cluster.Put(Open);
        var failures = 0;
        _cluster.Fault = context =>
        {
            var fails = Interlocked.Increment(ref failures) <= 3;
            context.Response.StatusCode = fails ? 503 : 200;
            return Task.FromResult(fails);
        };
        using var policy = Object(Fast with { Start = TimeSpan.FromMinutes(1) });
        Assert.Equal(DigestOf(Open), (await GatewayPolicySource.LoadAsync(policy, Token)).Current.Sha256);
    }

    [Fact]
    public async Task Status_OfGatewaysThatAreGone_IsTakenAwayAndThatOfOthersStays()
    {
        _cluster.Put(Open);
        _cluster.SetGateways(
            Gateway("dead-1", accepted: false), Gateway("dead-2", accepted: true));
        using var policy = Object();
        await using var gateway = await StartAsync(policy);

        // While they may be there, the one that refuses counts.
        await UntilAsync(() => Condition()?["status"]?.GetValue<string>() == "False");
        await UntilAsync(() => Entry("dead-1") is null && Entry("dead-2") is null);
        await UntilAsync(() => Condition()?["status"]?.GetValue<string>() == "True");
        Assert.NotNull(Entry("gateway.test"));
    }

    [Fact]
    public async Task Status_OfAGatewayThatStops_IsTakenAway()
    {
        _cluster.Put(Open);
        using var policy = Object();
        await using (var gateway = await StartAsync(policy))
        {
            await UntilAsync(() => Entry("gateway.test") is not null);
            await gateway.StopAsync();
        }

        Assert.Null(Entry("gateway.test"));
    }

    [Fact]
    public async Task Status_ThatMayNotBeWritten_StopsNothing()
    {
        _cluster.Put(Open);
        _cluster.Fault = context =>
        {
            var fails = context.Request.Method == "PATCH";
            context.Response.StatusCode = fails ? 403 : 200;
            return Task.FromResult(fails);
        };
        using var policy = Object();
        var source = await GatewayPolicySource.LoadAsync(policy, Token);
        await using var gateway = await StartAsync(source);
        _cluster.Put(Closed);
        await UntilAsync(() => source.Current.Sha256 == DigestOf(Closed));
        Assert.Null(source.Fault);
    }

    [Fact]
    public async Task Digest_IsOfTheContentAndNotOfItsSpelling()
    {
        _cluster.Put(""" { "checks" : [ {"require_owner": false, "check": "owner_\u0072esolution"} ], "version": 1.0 } """);
        using var policy = Object();
        Assert.Equal(DigestOf(Open), (await GatewayPolicySource.LoadAsync(policy, Token)).Current.Sha256);
        Assert.Equal("ec909393", DigestOf(Open).ToString()[..8]);
    }

    private static JsonObject Gateway(string name, bool accepted) => new()
    {
        ["name"] = name,
        ["accepted"] = accepted,
        ["observedGeneration"] = 1,
        ["message"] = "no",
        ["renewTime"] = "2031-01-31T00:00:00Z",
        ["sha256"] = "",
    };

    private static Digest DigestOf(string spec)
    {
        using var document = JsonDocument.Parse(spec);
        return Digest.Of(CanonicalJson.Of(document.RootElement));
    }

    private static async Task<HttpStatusCode> AskAsync(GatewayHost gateway)
    {
        using var answer = await gateway.PostAsync(Body);
        return answer.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!await holds())
        {
            await Task.Delay(10, patience.Token);
        }
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private GatewayPolicyObject Object(CommitPolicyTimes? times = null) => new(
        new PolicyObjectOptions { Name = "main" }, "gateway.test", _cluster.Configuration, CheckRegistry.BuiltIn, TimeProvider.System, times ?? Fast);

    private static async Task<GatewayHost> StartAsync(GatewayPolicyObject policy) => await StartAsync(await GatewayPolicySource.LoadAsync(policy, Token));

    private static Task<GatewayHost> StartAsync(GatewayPolicySource source) => GatewayHost.StartAsync(source);

    private int Lists() => _cluster.Asked.Count(asked => asked.StartsWith("GET", StringComparison.Ordinal) && !asked.Contains("watch=true", StringComparison.Ordinal));

    private JsonObject? Entry(string name) =>
        _cluster.Status?["gateways"]?.AsArray().FirstOrDefault(entry => (string)entry!["name"]! == name)?.AsObject();

    private JsonObject? Condition() => _cluster.Status?["conditions"]?.AsArray().FirstOrDefault()?.AsObject();
}
