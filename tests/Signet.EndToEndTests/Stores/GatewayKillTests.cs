using Signet.Ledger.Verification;
using Signet.Storage.S3;

namespace Signet.EndToEndTests.Stores;

/// <summary>The S3 server is killed under load and comes back.</summary>
[Collection("Ceph")]
public sealed class GatewayKillTests(CephServer ceph, ITestOutputHelper output)
{
    private static readonly int Kills = TestSize.IsFull ? 100 : 5;

    [Fact]
    public async Task Kill_UnderLoad_LosesNothingThatWasAcknowledged()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var random = new Random(TestSize.Seed);
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, cancellation);
        List<(Guid, long)> recorded;
        await using (var auditor = await AuditorOnS3.StartAsync("killed", location, settings, cancellation))
        {
            recorded = auditor.Recorded;
            for (var kill = 0; kill < Kills; kill++)
            {
                await auditor.WaitForRecordsAsync(3, cancellation);
                await Task.Delay(random.Next(100), cancellation);
                await ceph.KillGatewayAsync(cancellation);
                await Task.Delay(random.Next(300), cancellation);
                await ceph.RestartGatewayAsync(cancellation);
            }

            await auditor.WaitForRecordsAsync(3, cancellation);
            Assert.False(auditor.HasStopped);
        }

        var (report, events) = await AuditorOnS3.VerifyAsync(location, settings, cancellation);
        output.WriteLine($"seed {TestSize.Seed}: {Kills} kills, {recorded.Count} acknowledged, {report.Segments} segments");
        Assert.Equal(VerificationResult.Clean, report.Result);
        Assert.Subset(events, recorded.ToHashSet());
        Assert.True(recorded.Count >= Kills * 3);
    }
}
