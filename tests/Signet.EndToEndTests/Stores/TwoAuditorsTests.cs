using Signet.Ledger.Verification;
using Signet.Storage.S3;

namespace Signet.EndToEndTests.Stores;

/// <summary>Two auditors that start at the same moment on one log in a real bucket.</summary>
[Collection("Ceph")]
public sealed class TwoAuditorsTests(CephServer ceph, ITestOutputHelper output)
{
    private const int RecordsAfterwards = 5;

    private static readonly int Rounds = TestSize.IsFull ? 200 : 20;

    [Fact]
    public async Task StartedAtOnce_OneWritesOnAndNothingAcknowledgedIsLost()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var (location, settings) = await ceph.PlaceAsync(S3SlotMode.Claim, cancellation);
        var recorded = new HashSet<(Guid, long)>();
        for (var round = 0; round < Rounds; round++)
        {
            var starting = new[] { $"a{round}", $"b{round}" }.Select(name => Task.Run(() => AuditorOnS3.StartAsync(name, location, settings, cancellation), cancellation));
            var auditors = await Task.WhenAll(starting);
            try
            {
                // Both send, so whoever was overtaken hears of it at the next write.
                while (!auditors.Any(auditor => auditor.HasStopped))
                {
                    await Task.Delay(5, cancellation);
                }

                var survivor = Assert.Single(auditors, auditor => !auditor.HasStopped);
                await survivor.WaitForRecordsAsync(RecordsAfterwards, cancellation);
                Assert.False(survivor.HasStopped);
            }
            finally
            {
                foreach (var auditor in auditors)
                {
                    await auditor.DisposeAsync();
                    recorded.UnionWith(auditor.Recorded);
                }
            }
        }

        var (report, events) = await AuditorOnS3.VerifyAsync(location, settings, cancellation);
        output.WriteLine($"{Rounds} rounds, {recorded.Count} acknowledged, {report.Segments} segments, {report.Entries} entries");
        Assert.DoesNotContain(report.Findings, finding => finding.Severity == FindingSeverity.Error);
        Assert.Equal(VerificationResult.Clean, report.Result);
        Assert.Subset(events, recorded);
        Assert.True(recorded.Count >= Rounds * RecordsAfterwards);
    }
}
