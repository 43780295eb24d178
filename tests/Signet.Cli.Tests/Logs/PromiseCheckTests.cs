using Signet.Cli.Logs;
using Signet.Ledger;
using Signet.Ledger.Receipts;

namespace Signet.Cli.Tests.Logs;

public sealed class PromiseCheckTests(LogFixture log) : IClassFixture<LogFixture>
{
    [Fact]
    public async Task Run_PromisesOfTheLog_AreKeptAndProved()
    {
        foreach (var promise in log.Promises)
        {
            var outcome = await RunAsync(promise, log.Data);
            Assert.Equal(0, outcome.ExitCode);
            Assert.StartsWith("KEPT  entry ", outcome.Text, StringComparison.Ordinal);
            Assert.NotNull(outcome.Proof);
        }
    }

    [Fact]
    public async Task Run_WithoutCheckpointKey_IsKeptButNotProved()
    {
        var outcome = await RunAsync(log.Promises[0], log.Store);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("KEPT, BUT NOT PROVED", outcome.Text, StringComparison.Ordinal);
        Assert.Null(outcome.Proof);
    }

    [Fact]
    public async Task Run_AnyChangedPart_IsNotKept()
    {
        var good = log.Promises[0];
        var sig = good.Signature.Sig.ToArray();
        sig[10] ^= 1;
        foreach (var changed in new[]
        {
            good with { LogId = "another-log" },
            good with { Entry = log.Promises[1].Entry },
            good with { Digest = log.Promises[1].Digest },
            good with { Digest = Digest.Zero },
            good with { Signature = good.Signature with { KeyId = "nobody" } },
            good with { Signature = good.Signature with { Sig = sig } },
            good with { Signature = log.Promises[1].Signature },
        })
        {
            var outcome = await RunAsync(changed, log.Data);
            Assert.Equal(1, outcome.ExitCode);
            Assert.StartsWith("NOT KEPT", outcome.Text, StringComparison.Ordinal);
            Assert.Null(outcome.Proof);
        }
    }

    private static async Task<PromiseOutcome> RunAsync(PromiseReceipt promise, string path) => await PromiseCheck.RunAsync(
        promise, await LogLocation.OpenAsync(path, new TrustOptions(), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
}
