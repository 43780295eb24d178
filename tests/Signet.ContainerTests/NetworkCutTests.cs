using Signet.Ledger.Verification;

namespace Signet.ContainerTests;

/// <summary>The way from a gateway to where its events are recorded is cut under load, and comes back.</summary>
[Collection("Containers")]
public sealed class NetworkCutTests(ContainerHost host, ITestOutputHelper output)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("broker")]
    [InlineData("auditor")]
    public async Task Gateway_CutOff_RefusesAndGoesOnAndNothingIsLostOrDoubled(string from)
    {
        var broker = from == "broker";
        await using var log = await LogInBoxes.CreateAsync(host, $"cut-from-{from}", Token);
        if (broker)
        {
            await log.StartBrokerAsync(Token);
        }

        var auditor = await log.StartAuditorAsync("auditor-0", broker, anchored: false, null, ["auditor"], Token);
        var gateway = await log.StartGatewayAsync(broker, Token);
        var gatewayAt = await gateway.AddressOnAsync(ContainerHost.Front, Token);
        if (broker)
        {
            await log.StartSidecarAsync(auditor, 8446, Token);
            await log.StartSidecarAsync(gateway, 0, Token);
        }

        await auditor.UntilReadyAsync(LogInBoxes.At(await auditor.AddressOnAsync(ContainerHost.Back, Token), 8444, "/readyz"), Token);
        await gateway.UntilReadyAsync(LogInBoxes.At(gatewayAt, 8444, "/readyz"), Token);

        await using var caller = new Caller(LogInBoxes.At(gatewayAt, 8443));
        caller.Begin();
        await log.UntilAsync("load", () => Task.FromResult(caller.Count(200) >= 50), Token);

        await gateway.DisconnectAsync(ContainerHost.Back, Token);
        await log.UntilAsync("refusals", () => Task.FromResult(caller.Count(503) >= 8), Token);

        // By now each caller's request was sent after the cut.
        var during = caller.Count(200);
        var refused = caller.Count(503);
        await log.UntilAsync("more refusals", () => Task.FromResult(caller.Count(503) >= refused + 8), Token);
        Assert.Equal(during, caller.Count(200));

        await gateway.ConnectAsync(ContainerHost.Back, "gateway", Token);
        await log.UntilAsync("answers again", () => Task.FromResult(caller.Count(200) >= during + 50), Token);
        await caller.EndAsync();
        output.WriteLine($"{from}: {string.Join(", ", caller.Statuses.OrderBy(pair => pair.Key).Select(pair => $"{pair.Value} x {pair.Key}"))}; {during} before the cut");

        Assert.Equal([200, 503], caller.Statuses.Keys.Order());
        Assert.Equal(0, await gateway.StopAsync(Token));
        await log.UntilAsync("every promise", async () => RecordedEvents.KeepAll(await log.Written.ReadAsync(Token), caller.Promises), Token);
        Assert.Equal(0, await auditor.StopAsync(Token));

        var report = await log.Written.VerifyAsync(Token);
        Assert.Empty(report.Findings);
        Assert.Equal(VerificationResult.Clean, report.Result);
        Assert.True(RecordedEvents.AssertEachOnce(await log.Written.ReadAsync(Token)) >= 2 * caller.Count(200));
    }
}
