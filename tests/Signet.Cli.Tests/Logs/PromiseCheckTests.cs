using Signet.Cli.Logs;
using Signet.Cli.Output;
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
            Assert.StartsWith("KEPT  entry ", ReceiptOutput.Text(outcome), StringComparison.Ordinal);
            Assert.NotNull(outcome.Proof);
        }
    }

    [Fact]
    public async Task Run_WithoutCheckpointKey_IsKeptButNotProved()
    {
        var outcome = await RunAsync(log.Promises[0], log.Store);
        Assert.Equal(2, outcome.ExitCode);
        Assert.StartsWith("KEPT, BUT NOT PROVED", ReceiptOutput.Text(outcome), StringComparison.Ordinal);
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
            good with { Digest = log.Promises[1].Digest },
            good with { Digest = Digest.Zero },
            good with { Signature = good.Signature with { KeyId = "nobody" } },
            good with { Signature = good.Signature with { Sig = sig } },
            good with { Signature = log.Promises[1].Signature },
        })
        {
            var outcome = await RunAsync(changed, log.Data);
            Assert.Equal(1, outcome.ExitCode);
            Assert.StartsWith("NOT KEPT", ReceiptOutput.Text(outcome), StringComparison.Ordinal);
            Assert.Null(outcome.Proof);
        }
    }

    [Fact]
    public async Task Run_RenamedPromise_IsKeptByTheEventItself()
    {
        // The signature of a batch covers digests and no names: whoever renames a receipt can't make a gateway look as if it broke its word.
        var (good, other) = (log.Promises[0], log.Promises[1]);
        var outcome = await RunAsync(good with { Entry = other.Entry }, log.Data);

        Assert.Equal(ReceiptOutput.Text(await RunAsync(good, log.Data)), ReceiptOutput.Text(outcome));
        Assert.NotEqual(ReceiptOutput.Text(await RunAsync(other, log.Data)), ReceiptOutput.Text(outcome));
    }

    [Fact]
    public void Promises_OfRequestsAtOnce_ShareASignature() =>
        Assert.Contains(log.Promises.GroupBy(promise => Convert.ToHexString(promise.Signature.Sig.Span)), batch => batch.Count() > 1);

    private static async Task<ReceiptOutcome> RunAsync(PromiseReceipt promise, string path) => await PromiseCheck.RunAsync(
        promise, await LogLocation.OpenAsync(path, new TrustOptions(), TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
}
