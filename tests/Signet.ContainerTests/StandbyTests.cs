using Signet.ContainerTests.Docker;
using Signet.Ledger.Entries;
using Signet.Ledger.Verification;

namespace Signet.ContainerTests;

/// <summary>Two auditors of one log in S3, which compete for a Lease of an API server behind TLS.</summary>
[Collection("Containers")]
public sealed class StandbyTests(ContainerHost host, ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Auditor_KilledUnderLoad_IsFollowedByTheStandbyAndNoPromiseIsLost()
    {
        await using var log = await LogInBoxes.CreateAsync(host, "standby", Token);
        await using var cluster = await ClusterInBoxes.StartAsync(host.Address, Token);
        var first = await log.StartAuditorAsync("auditor-0", broker: false, anchored: false, cluster, ["auditor"], Token);
        await first.UntilReadyAsync(LogInBoxes.At(await first.AddressOnAsync(ContainerHost.Back, Token), 8444, "/readyz"), Token);
        var second = await log.StartAuditorAsync("auditor-1", broker: false, anchored: false, cluster, [], Token);
        var secondAt = await second.AddressOnAsync(ContainerHost.Back, Token);
        await second.UntilReadyAsync(LogInBoxes.At(secondAt, 8444, "/healthz"), Token);
        var gateway = await log.StartGatewayAsync(broker: false, Token);
        var gatewayAt = await gateway.AddressOnAsync(ContainerHost.Front, Token);
        await gateway.UntilReadyAsync(LogInBoxes.At(gatewayAt, 8444, "/readyz"), Token);

        await using var caller = new Caller(LogInBoxes.At(gatewayAt, 8443));
        caller.Begin();
        await log.UntilAsync("load", () => Task.FromResult(caller.Count(200) >= 50), Token);
        Assert.StartsWith("auditor-0.", cluster.Holder, StringComparison.Ordinal);
        using (var client = Direct.Client())
        {
            // It stands by: alive, and not ready.
            using var ready = await client.GetAsync(LogInBoxes.At(secondAt, 8444, "/readyz"), Token);
            Assert.Equal(503, (int)ready.StatusCode);
        }

        await first.KillAsync(Token);
        await log.UntilAsync("a refusal", () => Task.FromResult(caller.Count(503) > 0), Token);
        await second.UntilReadyAsync(LogInBoxes.At(secondAt, 8444, "/readyz"), Token);
        Assert.StartsWith("auditor-1.", cluster.Holder, StringComparison.Ordinal);

        // What a Service does: its name leads to who is ready.
        await second.ConnectAsync(ContainerHost.Front, "auditor", Token);
        var before = caller.Count(200);
        await log.UntilAsync("answers again", () => Task.FromResult(caller.Count(200) >= before + 50), Token);
        await caller.EndAsync();
        output.WriteLine($"{string.Join(", ", caller.Statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} x {pair.Key}"))}; {before} before the take-over");

        Assert.Equal([200, 503], caller.Statuses.Keys.Order());
        Assert.Equal(0, await gateway.StopAsync(Token));
        Assert.Equal(0, await second.StopAsync(Token));
        var report = await log.Written.VerifyAsync(Token);
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);
        var bodies = await log.Written.ReadAsync(Token);
        Assert.True(RecordedEvents.KeepAll(bodies, caller.Promises));
        Assert.True(RecordedEvents.AssertEachOnce(bodies) >= 2 * caller.Count(200));
        Assert.Equal(["auditor-0", "auditor-1"], bodies.OfType<EpochBody>().Select(body => body.Writer.Split('.')[0]));
    }
}
