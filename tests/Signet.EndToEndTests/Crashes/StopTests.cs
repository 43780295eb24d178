using System.Collections.Concurrent;
using Signet.EndToEndTests.Clients;
using Signet.EndToEndTests.Logs;
using Signet.Ledger.Entries;
using Signet.Ledger.Events;
using Signet.Testing.Processes;
using Signet.Testing.Storage;

namespace Signet.EndToEndTests.Crashes;

public sealed class StopTests
{
    [Fact]
    public async Task Terminate_UnderLoad_ClosesTheEpochAndExitsWithZero()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var data = new TemporaryDirectory();
        var receipts = new ConcurrentQueue<string>();
        await using var signet = await SignetProcess.UpAsync(data.Path, [], cancellation);
        await using (var load = Load.Start(signet.Address, receipts))
        {
            while (load.Answers < 10)
            {
                await Task.Delay(10, cancellation);
            }

            Assert.Equal(0, await signet.TerminateAsync(cancellation));
        }

        Assert.Equal("", signet.Error);
        var log = await LogUnderTest.ReadAsync(data.Path, cancellation);
        log.AssertClean();
        Assert.All(receipts, log.AssertKept);
        var phases = log.Entries.Select(entry => entry.Body).OfType<CommitBody>().Select(commit => commit.SignedEvent!.Event.Phase).ToList();
        Assert.Equal(EventPhase.Opened, phases[0]);
        Assert.Equal(EventPhase.Closed, phases[^1]);
        Assert.Single(phases, EventPhase.Closed);
    }
}
