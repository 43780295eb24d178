using System.Text;
using Signet.ContainerTests.Docker;
using Signet.Ledger.Entries;
using Signet.Ledger.Receipts;
using Signet.Ledger.Verification;
using Signet.Testing.Storage;

namespace Signet.ContainerTests;

/// <summary>Every image at once: model, gateway, broker and sidecars, auditor, S3, anchorer, verifier, and the verifier's job.</summary>
[Collection("Containers")]
public sealed class EveryServiceTests(ContainerHost host)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Request_AcrossAllContainers_IsAnsweredRecordedAnchoredAndVerified()
    {
        await using var log = await LogInBoxes.CreateAsync(host, "every-service", Token);
        await log.StartBrokerAsync(Token);
        var auditor = await log.StartAuditorAsync("auditor-0", broker: true, anchored: true, null, ["auditor"], Token);
        var gateway = await log.StartGatewayAsync(broker: true, Token);
        var auditorAt = await auditor.AddressOnAsync(ContainerHost.Back, Token);
        var gatewayAt = await gateway.AddressOnAsync(ContainerHost.Front, Token);
        await log.StartSidecarAsync(auditor, 8446, Token);
        await log.StartSidecarAsync(gateway, 0, Token);
        await auditor.UntilReadyAsync(LogInBoxes.At(auditorAt, 8444, "/readyz"), Token);
        await gateway.UntilReadyAsync(LogInBoxes.At(gatewayAt, 8444, "/readyz"), Token);
        var anchorer = await log.StartAnchorerAsync(Token);
        var verifier = await log.StartVerifierAsync("verifier", null, Token);

        await using var caller = new Caller(LogInBoxes.At(gatewayAt, 8443));
        Assert.Equal(200, await caller.AskAsync(Token));
        var promise = Assert.Single(caller.Promises);

        // Redeemed: the auditor proves it, and the public key alone shows that the proof holds.
        using var client = Direct.Client();
        InclusionReceipt? proof = null;
        await log.UntilAsync(
            "a proof of the promise",
            async () =>
            {
                using var answer = await client.GetAsync(LogInBoxes.At(auditorAt, 8446, $"/log/receipts/{promise.Entry}"), Token);
                return answer.IsSuccessStatusCode && InclusionReceipt.TryParse(await answer.Content.ReadAsStringAsync(Token), out proof);
            },
            Token);
        Assert.NotNull(proof!.Verify(log.Key));

        await log.UntilAsync("an anchor", async () => (await log.Written.ReadAsync(Token)).Any(body => body is AnchorBody { Tsa: LogInBoxes.TsaName }), Token);
        await log.UntilAsync("a clean run of the verifier", () => Task.FromResult(log.Remembered("verifier").StartsWith("every-service\n", StringComparison.Ordinal)), Token);

        using var receipts = new TemporaryDirectory();
        await File.WriteAllTextAsync(receipts.File("first.txt"), promise.ToString(), new UTF8Encoding(false), Token);
        await ContainerHost.OwnedAsync(receipts.Path, Token);
        var job = await log.StartVerifierAsync("job", receipts.Path, Token);
        var (code, output) = (await job.ExitCodeAsync(Token), await job.LogsAsync(Token));
        Assert.True(code == 0 && output.Contains("CLEAN  log every-service", StringComparison.Ordinal), output);

        foreach (var box in new[] { gateway, anchorer, verifier, auditor })
        {
            Assert.Equal(0, await box.StopAsync(Token));
        }

        var report = await log.Written.VerifyAsync(Token);
        Assert.Empty(report.Findings);
        Assert.True(report is { Result: VerificationResult.Clean, Full: true, Anchors: > 0 });
        RecordedEvents.AssertEachOnce(await log.Written.ReadAsync(Token));
    }
}
